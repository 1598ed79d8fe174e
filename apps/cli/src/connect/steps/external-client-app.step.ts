import { randomBytes } from 'node:crypto';
import {
  connectSalesforce,
  deletionOf,
  EXTERNAL_CLIENT_APP,
  EXTERNAL_CLIENT_APP_MEMBERS,
  externalClientAppFiles,
  findRow,
  isSalesforceError,
  type ExternalClientAppOptions,
} from '@leadlight/salesforce';
import {
  readConnectionFile,
  removeConnectionFile,
  writeConnectionFile,
  type OrgConnection,
} from '../../connection/connection-file.ts';
import { findConnection, forgetConnection, hasSecretKey, saveConnection } from '../../connection/saved-connection.ts';
import { CliError } from '../../errors.ts';
import { systemClock, withStorage } from '../../with-storage.ts';
import { createSigningKey } from '../certificate.ts';
import { isWrongSecret, signInPatiently } from '../sign-in-patiently.ts';
import type { Action, ConnectContext, ConnectStep, Inspection } from '../step.ts';

const ID = 'external client app';

export const externalClientAppStep: ConnectStep = {
  id: ID,
  needs: ['package', 'integration user'],
  byHand:
    'Setup, External Client App Manager: create the app as the appendix of docs/salesforce-setup.md describes, and set ' +
    'LEADLIGHT_SF_LOGIN_URL, LEADLIGHT_SF_CLIENT_ID and the secret or the private key.',
  untried:
    'that the org accepts a consumer key and a certificate by deployment without "Allow access to External Client App consumer ' +
    'secrets via Metadata API", and how many minutes a new app takes to accept a sign-in',
  async inspect(context) {
    const { org, options, journal } = context;
    const existing = await findConnection(options.folder, org.orgId);
    if (existing) return inspectConnection(context, existing);
    const app = await findRow(
      org,
      `SELECT Id FROM ExternalClientApplication WHERE DeveloperName = '${EXTERNAL_CLIENT_APP}'`,
    );
    if (app && !journal.made(ID).app) {
      const what =
        `The org has an External Client App named ${EXTERNAL_CLIENT_APP} that this folder knows nothing of. Set LEADLIGHT_SF_… to use ` +
        'it, or delete it in Setup, External Client App Manager.';
      return { found: [], actions: [], left: [{ what, blocks: true }] };
    }
    return {
      found: [],
      actions: options.clientCredentials ? [createAppWithSecret(context)] : [createAppWithCertificate(context)],
      left: [],
    };
  },
  async undo({ options, org, sf }, made) {
    const undone: string[] = [];
    if (made.app) {
      await sf.deploy(deletionOf(EXTERNAL_CLIENT_APP_MEMBERS));
      undone.push('The External Client App is deleted; the service can no longer sign in with it.');
    }
    const existing = readConnectionFile(options.folder);
    if (made.connection && existing?.clientId === made.consumerKey) removeConnectionFile(options.folder);
    if (made.connection && hasSecretKey())
      await withStorage(options.folder, (storage) => forgetConnection(storage, org.orgId));
    return undone;
  },
};

/** A connection that is there already is used, or rejected where it leads to another org. */
async function inspectConnection(
  { org, options, journal }: ConnectContext,
  existing: OrgConnection,
): Promise<Inspection> {
  const isUnfinished = journal.stateOf(ID) !== 'done' && existing.clientId === journal.made(ID).consumerKey;
  if (isUnfinished) {
    const run = (): Promise<void> => signInAndSeal(options.folder, existing);
    return { found: [], actions: [{ what: 'sign in as the integration user', run }], left: [] };
  }
  const orgId = await connectSalesforce(existing).then(
    (connected) => connected.orgId,
    (error: unknown) => {
      if (isSalesforceError(error, 'credentials_rejected')) return undefined;
      throw error;
    },
  );
  if (orgId !== undefined && orgId !== org.orgId) {
    throw new CliError('connection_of_other_org', {
      folder: options.folder,
      connected: existing.loginUrl,
      orgId: org.orgId,
    });
  }
  if (orgId !== undefined) return { found: ['the service signs in to the org'], actions: [], left: [] };
  const what = `The org rejects the connection to ${existing.loginUrl} that is set or saved. Correct or remove it.`;
  return { found: [], actions: [], left: [{ what, blocks: true }] };
}

/** The key stays on this machine; the certificate goes to the org. */
const createAppWithCertificate = (context: ConnectContext): Action => ({
  what: `make a key and a certificate, and create the External Client App ${EXTERNAL_CLIENT_APP} with the JWT bearer flow`,
  async run() {
    const { options, org } = context;
    const { privateKey, certificate } = await createSigningKey(systemClock.now());
    const consumerKey = await deployApp(context, { kind: 'jwt-bearer', certificate });
    const connection = {
      loginUrl: org.instanceUrl,
      clientId: consumerKey,
      username: options.integrationUser,
      privateKey,
    };
    await finish(context, connection);
  },
});

const createAppWithSecret = (context: ConnectContext): Action => ({
  what: `create the External Client App ${EXTERNAL_CLIENT_APP} with the client credentials flow, and ask for its consumer secret`,
  async run() {
    const { options, org, log } = context;
    const consumerKey = await deployApp(context, { kind: 'client-credentials', runAs: options.integrationUser });
    log('Setup, External Client App Manager, Leadlight, Settings, Consumer Key and Secret shows the secret.');
    const clientSecret = await options.askSecret();
    if (clientSecret === undefined) {
      throw new CliError('options', {
        problem: 'The consumer secret of the External Client App is needed once.',
        remedy: 'Run the command again in a terminal, or with --client-secret-file FILE.',
      });
    }
    await finish(context, { loginUrl: org.instanceUrl, clientId: consumerKey, clientSecret });
  },
});

/** @returns the consumer key, which is our own choice, so that it need not be read back */
async function deployApp(context: ConnectContext, flow: ExternalClientAppOptions['flow']): Promise<string> {
  const { journal, org, sf } = context;
  const { consumerKey = `leadlight.${randomBytes(32).toString('hex')}` } = journal.made(ID);
  const admin = await findRow(org, `SELECT Email FROM User WHERE Id = '${org.userId}'`);
  journal.enter(ID, { app: true, consumerKey });
  const files = externalClientAppFiles({
    contactEmail: String(admin?.Email ?? context.administrator),
    consumerKey: String(consumerKey),
    permissionSets: ['Leadlight_Integration'],
    flow,
  });
  await sf.deploy(files);
  return String(consumerKey);
}

/**
 * Saves the connection before it is tried: a new app accepts a sign-in only after minutes. A wrong secret is not kept. Where there
 * is a key to seal it with, it moves to the database.
 */
async function finish({ options, journal }: ConnectContext, connection: OrgConnection): Promise<void> {
  journal.enter(ID, { connection: true });
  writeConnectionFile(options.folder, connection);
  try {
    await signInAndSeal(options.folder, connection);
  } catch (error) {
    // The next run asks for the secret again.
    if (isWrongSecret(error)) removeConnectionFile(options.folder);
    throw error;
  }
}

async function signInAndSeal(folder: string, connection: OrgConnection): Promise<void> {
  await signInPatiently(() => connectSalesforce(connection));
  if (!hasSecretKey()) return;
  await withStorage(folder, (storage) => saveConnection(storage, connection));
  removeConnectionFile(folder);
}
