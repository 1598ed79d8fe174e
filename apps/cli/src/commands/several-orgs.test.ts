import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { createOrgClient } from '../testing/org-client.ts';
import { runLeadlight } from '../testing/run-in-process.ts';
import { startServe } from '../testing/start-serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-orgs-'));
const NO_CONNECTION = { LEADLIGHT_SF_LOGIN_URL: '', LEADLIGHT_SF_CLIENT_ID: '', LEADLIGHT_SF_CLIENT_SECRET: '' };
const KEYS = { LEADLIGHT_SECRET_KEYS: randomBytes(32).toString('base64') };

/** Two companies whose records have the same ids: only the org distinguishes them. */
const SEEDS = [3, 4] as const;
let sandboxes: readonly AppProcess<SandboxReady>[] = [];
let storage: Storage;

const leadlight = (args: string, env: NodeJS.ProcessEnv = {}) =>
  runLeadlight([...args.split(' '), '--folder', folder], { ...NO_CONNECTION, ...KEYS, ...env });
const orgIds = () => sandboxes.map(({ ready }) => ready.orgId) as [string, string];
const connectionTo = ({ ready }: AppProcess<SandboxReady>) => ({
  LEADLIGHT_SF_LOGIN_URL: ready.listening,
  LEADLIGHT_SF_CLIENT_ID: ready.clientId,
  LEADLIGHT_SF_CLIENT_SECRET: ready.clientSecret,
});

beforeAll(async () => {
  storage = await openStorage({ folder });
  const started: AppProcess<SandboxReady>[] = [];
  for (const seed of SEEDS) {
    const options = { folder: join(folder, `org-${seed}`), orgPort: await freePort(), leads: 300, seed };
    started.push(await startSandboxOrg(options));
  }
  sandboxes = started;
  for (const sandbox of sandboxes) expect((await leadlight('connection save', connectionTo(sandbox))).code).toBe(0);
});
afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.stop();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('several orgs in one storage', () => {
  it('are listed with login URL and user, and without secrets', async () => {
    const { stdout } = await leadlight('connection list');
    for (const { ready } of sandboxes) {
      expect(stdout).toMatch(new RegExp(`${ready.orgId} +│ ${ready.listening} +│ \\S+@sandbox\\.example +│ never`));
      expect(stdout).not.toContain(ready.clientSecret);
    }
    const withoutKey = await leadlight('connection list', { LEADLIGHT_SECRET_KEYS: '' });
    expect(withoutKey.stdout).toMatch(/sealed with a key that is missing here/);
  });

  it.each(['sync', 'doctor', 'reconcile', 'follow', 'score', 'retrain'])(
    '%s is rejected without --org, with all orgs and the remedy',
    async (command) => {
      const ran = await leadlight(command);
      const [one, other] = orgIds();
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain(`There are several orgs (${one}, ${other}). Name one: --org ${one}`);
      expect(ran.stderr).toContain(`LEADLIGHT_ORG=${one}`);
    },
  );

  it('an org without a connection is rejected with those that have one', async () => {
    const ran = await leadlight('sync --org 00D000000000009AAA');
    expect(ran.stderr).toMatch(/^No connection to org 00D000000000009AAA is saved\. Connections are saved to 00D/);
    for (const command of ['sync', 'doctor']) {
      const elsewhere = await leadlight(`${command} --org ${orgIds()[1]}`, connectionTo(sandboxes[0]!));
      expect(elsewhere.stderr).toContain(
        `The command names org ${orgIds()[1]}, but the connection leads to ${orgIds()[0]}.`,
      );
    }
  });

  it('a worker works for all of them, or for the named one', async () => {
    const idle = ['--folder', folder, '--role', 'worker', '--no-schedule', '--no-follow'];
    for (const [args, orgs] of [
      [idle, [...orgIds()].sort()],
      [[...idle, '--org', orgIds()[1]], [orgIds()[1]]],
    ] as const) {
      const { ready, stop } = await startServe(args, { ...NO_CONNECTION, ...KEYS });
      expect(ready.orgs).toEqual(orgs);
      expect(await stop()).toBe(0);
    }
  });

  it('have their due work shared among the workers that serve all of them', async () => {
    const args = ['--folder', folder, '--role', 'worker', '--no-follow'];
    const workers = [1, 2].map(() => startServe(args, { ...NO_CONNECTION, ...KEYS }));
    const jobs = () => storage.jobQueue.list(undefined, 10);
    await expect
      .poll(async () => (await jobs()).map(({ orgId, step, state }) => `${orgId} ${step} ${state}`).toSorted())
      .toEqual([...orgIds()].sort().map((orgId) => `${orgId} due-work running`));
    for (const worker of workers) expect(await (await worker).stop()).toBe(0);
    for (const { orgId, id } of await jobs()) expect(await storage.jobQueue.cancel(orgId, id)).toBe(true);
  });

  it('are synced, trained, scored and written to one by one', async () => {
    const [one, other] = orgIds();
    expect((await leadlight(`sync --org ${one.slice(0, 15)}`)).stdout).toContain(`Org ${one} is synced.`);
    expect((await leadlight('sync', { LEADLIGHT_ORG: other })).stdout).toContain(`Org ${other} is synced.`);
    const withoutOrg = await leadlight('train --learner logistic');
    expect(withoutOrg.stderr).toContain(`There are several orgs (`);
    for (const org of [one, other]) {
      const trained = await leadlight('train --learner logistic --quick --json', { LEADLIGHT_ORG: org });
      expect(JSON.parse(trained.stdout)).toMatchObject({ orgId: org, entry: { version: 1, active: true } });
      const scored = JSON.parse((await leadlight(`score --org ${org} --json`)).stdout) as Record<string, unknown>;
      expect(scored).toMatchObject({ orgId: org, written: scored.queued, failed: [] });
    }
  });

  it('have no data of each other', async () => {
    const [one, other] = orgIds();
    const [mine, theirs] = await Promise.all([leadsIn(sandboxes[0]!), leadsIn(sandboxes[1]!)]);
    expect([...mine.keys()].filter((id) => theirs.has(id)).length).toBeGreaterThan(100);
    for (const [org, leads] of [
      [one, mine],
      [other, theirs],
    ] as const) {
      expect((await storage.leadHistories.countLeads(org)).all).toBe(leads.size);
      const histories = await storage.leadHistories.findHistories(org, [...leads.keys()].slice(0, 50));
      for (const [id, { fields }] of histories) expect(fields.Company).toBe(leads.get(id)?.Company);
      const active = (await storage.models.findActive(org))!;
      const labels = new Set(
        [...leads.values()].map((lead) => lead.Leadlight_Model__c).filter((label) => label !== null),
      );
      expect([...labels]).toEqual([`v1 ${active.id}`]);
      const users = await storage.crmUsers.names(org, 100);
      expect([...users.values()]).toContain('Amelia Stone');
    }
    const [first, second] = [await storage.models.findActive(one), await storage.models.findActive(other)];
    expect(first!.id).not.toBe(second!.id);
  });

  it('are named by a command on one org without --org or with an unknown one', async () => {
    expect((await leadlight('models list')).stderr).toContain('Name one: --org');
    expect((await leadlight('models list --org 00D000000000009AAA')).stderr).toMatch(
      /^Nothing is stored for org 00D000000000009AAA\. Name one of 00D/,
    );
    expect((await leadlight('connection forget')).stderr).toContain('Name one: --org');
    expect((await leadlight(`connection forget --org ${orgIds()[1]}`)).code).toBe(0);
    expect((await leadlight('sync')).stdout).toContain(`Org ${orgIds()[0]} is synced.`);
  });
});

interface OrgLead {
  readonly Id: string;
  readonly Company: string;
  readonly Leadlight_Model__c: string | null;
}

/** Every lead of a sandbox org, including deleted ones. */
async function leadsIn({ ready }: AppProcess<SandboxReady>): Promise<ReadonlyMap<string, OrgLead>> {
  const org = await createOrgClient(ready);
  const leads = await org.query<OrgLead>('SELECT Id, Company, Leadlight_Model__c FROM Lead');
  return new Map(leads.map((lead) => [lead.Id, lead]));
}
