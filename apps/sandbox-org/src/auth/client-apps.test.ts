import { generateKeyPairSync, sign } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const CERTIFICATES = {
  Broken: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----',
  Sound: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
type App = keyof typeof CERTIFICATES;
const APPS = Object.keys(CERTIFICATES) as App[];
const org = useTestOrg({ leads: 3, packageFolder: undefined });

const metadata = (root: string, elements: Readonly<Record<string, string>>): string => {
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inner.join('')}</${root}>`;
};

/** The parts of an app that every user may use. */
function filesOf(name: App): Record<string, string> {
  const own = { externalClientApplication: name, label: name };
  return {
    [`externalClientApps/${name}.eca`]: metadata('ExternalClientApplication', { label: name }),
    [`extlClntAppOauthSettings/${name}.ecaOauth`]: metadata('ExtlClntAppOauthSettings', own),
    [`extlClntAppGlobalOauthSets/${name}.ecaGlblOauth`]: metadata('ExtlClntAppGlobalOauthSettings', {
      certificate: CERTIFICATES[name],
      consumerKey: `key-of-${name}`,
      ...own,
    }),
    [`extlClntAppOauthPolicies/${name}.ecaOauthPlcy`]: metadata('ExtlClntAppOauthConfigurablePolicies', {
      permittedUsersPolicyType: 'AllSelfAuthorized',
      ...own,
    }),
  };
}

const TYPES = [
  'ExternalClientApplication',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
];

async function deployApps(): Promise<void> {
  const members = APPS.map((name) => `<members>${name}</members>`).join('');
  const types = TYPES.map((type) => `<types>${members}<name>${type}</name></types>`).join('');
  const files = {
    'package.xml': `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types}<version>68.0</version></Package>`,
    ...Object.assign({}, ...APPS.map(filesOf)),
  } as Record<string, string>;
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
  const base64 = Buffer.from(zip).toString('base64');
  const result = await org.connection.metadata.deploy(base64, { rollbackOnError: true }).complete(true);
  expect(result.details.componentFailures ?? []).toEqual([]);
}

async function signIn(name: App) {
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    iss: `key-of-${name}`,
    sub: 'integration.user@sandbox.example',
    aud: org.server.listening,
    exp: Date.now(),
  };
  const signed = `${encoded({ alg: 'RS256' })}.${encoded(claims)}`;
  const assertion = `${signed}.${sign('RSA-SHA256', Buffer.from(signed), keys.privateKey).toString('base64url')}`;
  const response = await org.postToken({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('External Client Apps', () => {
  it('are signed in with, and one with a certificate that cannot be read does not affect the others', async () => {
    await deployApps();
    expect((await signIn('Sound')).status).toBe(200);
    expect(await signIn('Broken')).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: "the app's certificate cannot be read" },
    });
  });
});
