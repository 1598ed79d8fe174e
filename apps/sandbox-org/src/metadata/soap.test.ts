import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20 });

/** Calls the SOAP API with the access token. @param path below /services/Soap */
async function soap(path: string, call: string, session = org.accessToken): Promise<string> {
  const envelope =
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header><SessionHeader>' +
    `<sessionId>${session}</sessionId></SessionHeader></soapenv:Header><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`;
  const url = `${org.server.listening}/services/Soap/${path}`;
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: envelope });
  return response.text();
}

describe('SOAP', () => {
  it('runs the statements of executeAnonymous, whatever their element is called', async () => {
    for (const name of ['String', 'apexcode']) {
      const answer = await soap(
        's/68.0',
        `<executeAnonymous><${name}>Integer one = missing;</${name}></executeAnonymous>`,
      );
      expect(answer).toContain('<compiled>false</compiled>');
    }
  });

  it('answers a session that is invalid and a call that it does not know with a fault', async () => {
    expect(await soap('m/68.0', '<describeMetadata/>', 'none')).toContain(
      '<faultcode>sf:INVALID_SESSION_ID</faultcode>',
    );
    expect(await soap('m/68.0', '<renameMetadata/>')).toContain('This org does not support the call renameMetadata.');
    expect(await soap('m/7.0', '<describeMetadata/>')).toContain('UNSUPPORTED_API_VERSION');
  });

  it('describes and lists what is deployed', async () => {
    const described = await org.connection.metadata.describe('62.0');
    expect(described.metadataObjects.map(({ xmlName }) => xmlName)).toContain('LightningComponentBundle');
    const views = await org.connection.metadata.list({ type: 'ListView' }, '62.0');
    expect(views.map(({ fullName }) => fullName)).toContain('Lead.Leadlight_Call_Today');
  });

  it('retrieves components in the files that a deployment takes', async () => {
    const types = [
      { name: 'NamedCredential', members: ['Leadlight_API'] },
      { name: 'CustomTab', members: ['Nowhere'] },
    ];
    const request = { apiVersion: '62.0', unpackaged: { types, version: '62.0' } };
    const result = await org.connection.metadata.retrieve(request as never).complete();
    expect(result.success).toBe(true);
    expect(result.fileProperties.map(({ fileName }) => fileName)).toEqual([
      'unpackaged/namedCredentials/Leadlight_API.namedCredential',
    ]);
    expect(result.messages.map(({ problem }) => problem)).toEqual([
      "Entity of type 'CustomTab' named 'Nowhere' cannot be found",
    ]);
    const options = { rollbackOnError: true, checkOnly: true } as never;
    const redeployed = await org.connection.metadata.deploy(result.zipFile, options).complete();
    expect(redeployed.status).toBe('Succeeded');
  });
});
