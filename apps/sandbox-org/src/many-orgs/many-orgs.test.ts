import { Connection } from 'jsforce';
import { afterEach, describe, expect, it } from 'vitest';
import { packageFolder, temporaryFolder, TEST_NOW } from '../testing/index.ts';
import { startManyOrgs, type ManyOrgs, type ManyOrgsOptions, type OrgAddress } from './many-orgs.ts';

const company = { leads: 30, months: 6, seed: 3, now: TEST_NOW };
const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

function newFolder(): string {
  const { folder, remove } = temporaryFolder();
  ended.push(remove);
  return folder;
}

async function start(folder: string, options: Partial<ManyOrgsOptions> = {}): Promise<ManyOrgs> {
  const limits = { sessionMs: 1e6, dailyLimit: 1_000 };
  const server = await startManyOrgs({ port: 0, orgs: 3, folder, company, packageFolder, ...limits, ...options });
  ended.push(server.close);
  return server;
}

async function signIn({ loginUrl, clientId, clientSecret }: OrgAddress) {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
  });
  const response = await fetch(`${loginUrl}/services/oauth2/token`, { method: 'POST', body });
  const token = (await response.json()) as { access_token: string; instance_url: string; id: string };
  const { access_token: accessToken, instance_url: instanceUrl, id } = token;
  return { status: response.status, id, accessToken, instanceUrl };
}

async function readLeads(org: OrgAddress): Promise<readonly string[]> {
  const { accessToken, instanceUrl } = await signIn(org);
  const connection = new Connection({ accessToken, instanceUrl, version: '62.0' });
  const { records } = await connection.query<{ Email: string }>('SELECT Email FROM Lead ORDER BY Id');
  return records.map(({ Email }) => Email);
}

describe('startManyOrgs', () => {
  it('serves each org under a path of its own, with its own id, client, sessions and leads', async () => {
    const { orgs, listening } = await start(newFolder());
    const [first, second] = orgs as [OrgAddress, OrgAddress];
    expect(new Set(orgs.flatMap(({ orgId, clientId, clientSecret }) => [orgId, clientId, clientSecret])).size).toBe(9);
    const session = await signIn(first);
    expect(session).toMatchObject({ status: 200, instanceUrl: `${listening}/orgs/0` });
    expect(session.id).toContain(first.orgId);
    expect((await signIn({ ...second, clientId: first.clientId, clientSecret: first.clientSecret })).status).toBe(400);
    const other = await fetch(`${second.loginUrl}/services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${session.accessToken}` },
    });
    expect(other.status).toBe(401);
    const leads = await readLeads(first);
    expect(leads.length).toBeGreaterThan(0);
    expect(await readLeads(second)).not.toEqual(leads);
    expect((await fetch(`${listening}/orgs/3/services/data`)).status).toBe(404);
  });

  it('closes idle orgs that others need the place of, and keeps their clients and changes', async () => {
    const folder = newFolder();
    const server = await start(folder, { maxOpen: 1, idleMs: 0 });
    const [first, second] = server.orgs as [OrgAddress, OrgAddress];
    const leads = await readLeads(first);
    await readLeads(second);
    expect(server.openOrgs()).toBe(1);
    expect(await readLeads(first)).toEqual(leads);
    await server.close();
    ended.pop();
    const again = await start(folder);
    expect(again.orgs.map(({ clientSecret }) => clientSecret)).toEqual(
      server.orgs.map(({ clientSecret }) => clientSecret),
    );
    expect(await readLeads(again.orgs[0]!)).toEqual(leads);
  });
});
