import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { runCli } from '../testing/run-cli.ts';
import { startServe } from '../testing/start-serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-orgs-'));
const UNNAMED = { LEADLIGHT_SF_LOGIN_URL: '', LEADLIGHT_SF_CLIENT_ID: '', LEADLIGHT_SF_CLIENT_SECRET: '' };
const KEYS = { LEADLIGHT_SECRET_KEYS: randomBytes(32).toString('base64') };

/** Two companies whose records have the same ids: only the org tells them apart. */
const SEEDS = [3, 4] as const;
let sandboxes: readonly AppProcess<SandboxReady>[] = [];
let storage: Storage;

const leadlight = (args: string, env: NodeJS.ProcessEnv = {}) =>
  runCli([...args.split(' '), '--folder', folder], { ...UNNAMED, ...KEYS, ...env });
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
    const options = { folder: join(folder, `org-${seed}`), orgPort: await freePort(), leads: 500, seed };
    started.push(await startSandboxOrg(options));
  }
  sandboxes = started;
  for (const sandbox of sandboxes) expect((await leadlight('connection keep', connectionTo(sandbox))).code).toBe(0);
});
afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.stop();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('several orgs side by side', () => {
  test('are listed with where and as whom they sign in, and without a secret', async () => {
    const { stdout } = await leadlight('connection list');
    for (const { ready } of sandboxes) {
      expect(stdout).toMatch(new RegExp(`${ready.orgId} +│ ${ready.listening} +│ \\S+@sandbox\\.example +│ never`));
      expect(stdout).not.toContain(ready.clientSecret);
    }
    const withoutKey = await leadlight('connection list', { LEADLIGHT_SECRET_KEYS: '' });
    expect(withoutKey.stdout).toMatch(/sealed with a key that is not at hand/);
  });

  test.each(['sync', 'doctor', 'reconcile', 'follow', 'score', 'retrain'])(
    '%s is refused where none is named, with all of them and the remedy',
    async (command) => {
      const ran = await leadlight(command);
      const [one, other] = orgIds();
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain(`Several orgs are connected (${one}, ${other}). Name one: --org ${one}`);
      expect(ran.stderr).toContain(`LEADLIGHT_ORG=${one}`);
    },
  );

  test('one that is not connected is refused with those that are', async () => {
    const ran = await leadlight('sync --org 00D000000000009AAA');
    expect(ran.stderr).toMatch(/^No connection to org 00D000000000009AAA is kept\. Kept are those to 00D/);
    for (const command of ['sync', 'doctor']) {
      const elsewhere = await leadlight(`${command} --org ${orgIds()[1]}`, connectionTo(sandboxes[0]!));
      expect(elsewhere.stderr).toContain(`Org ${orgIds()[1]} is named, but the connection leads to ${orgIds()[0]}.`);
    }
  });

  test('a worker works for all of them, or for the one that is named', async () => {
    const idle = ['--folder', folder, '--role', 'worker', '--no-schedule', '--no-follow'];
    for (const [args, orgs] of [
      [idle, [...orgIds()].sort()],
      [[...idle, '--org', orgIds()[1]], [orgIds()[1]]],
    ] as const) {
      const { ready, stop } = await startServe(args, { ...UNNAMED, ...KEYS });
      expect(ready.orgs).toEqual(orgs);
      expect(await stop()).toBe(0);
    }
  });

  test('each is synced, trained, scored and written to by its name, in one storage', async () => {
    const [one, other] = orgIds();
    expect((await leadlight(`sync --org ${one.slice(0, 15)}`)).stdout).toContain(`Org ${one} is synced.`);
    expect((await leadlight('sync', { LEADLIGHT_ORG: other })).stdout).toContain(`Org ${other} is synced.`);
    const unnamed = await leadlight('train --learner logistic');
    expect(unnamed.stderr).toContain(`There are several orgs (`);
    for (const org of [one, other]) {
      const trained = await leadlight('train --learner logistic --json', { LEADLIGHT_ORG: org });
      expect(JSON.parse(trained.stdout)).toMatchObject({ orgId: org, entry: { version: 1, active: true } });
      const scored = JSON.parse((await leadlight(`score --org ${org} --json`)).stdout) as Record<string, unknown>;
      expect(scored).toMatchObject({ orgId: org, written: scored.queued, failed: [] });
    }
  });

  test('and nothing of one is in the other', async () => {
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

  test('a command on one org’s rows names the orgs there are where it is not said, or said wrongly', async () => {
    expect((await leadlight('models list')).stderr).toContain('Name one: --org');
    expect((await leadlight('models list --org 00D000000000009AAA')).stderr).toMatch(
      /^Nothing is stored of org 00D000000000009AAA\. Known are 00D/,
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

/** Every lead of a sandbox org, deleted ones too, asked of the org itself. */
async function leadsIn({ ready }: AppProcess<SandboxReady>): Promise<ReadonlyMap<string, OrgLead>> {
  const { listening, clientId, clientSecret } = ready;
  const token = await fetch(`${listening}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token: accessToken } = (await token.json()) as { access_token: string };
  const soql = encodeURIComponent('SELECT Id, Company, Leadlight_Model__c FROM Lead');
  const answer = await fetch(`${listening}/services/data/v62.0/queryAll?q=${soql}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { records } = (await answer.json()) as { records: readonly OrgLead[] };
  return new Map(records.map((lead) => [lead.Id, lead]));
}
