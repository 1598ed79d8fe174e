import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-org-'));
let sandbox: AppProcess<SandboxReady>;
let connection: NodeJS.ProcessEnv;
const leadlight = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCli([...args, '--folder', folder], { ...connection, ...env });

beforeAll(async () => {
  sandbox = await startSandboxOrg({ folder, orgPort: await freePort(), leads: 600, seed: 3 });
  connection = {
    LEADLIGHT_SF_LOGIN_URL: sandbox.ready.listening,
    LEADLIGHT_SF_CLIENT_ID: sandbox.ready.clientId,
    LEADLIGHT_SF_CLIENT_SECRET: sandbox.ready.clientSecret,
  };
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly records: readonly { readonly Id: string }[];
}

/** Another program at work in the org. */
async function otherClient({ listening, clientId, clientSecret }: SandboxReady) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const signedIn = await fetch(`${listening}/services/oauth2/token`, { method: 'POST', body });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (method: 'GET' | 'PATCH', path: string, fields?: object): Promise<Answer> => {
    const url = `${listening}/services/data/v68.0${path}`;
    const answer = await fetch(url, { method, headers, body: fields && JSON.stringify(fields) });
    expect(answer.ok).toBe(true);
    return answer.status === 204 ? { records: [] } : ((await answer.json()) as Answer);
  };
}

describe('before there is anything to work with', () => {
  test('each command says what comes first', async () => {
    const first = [
      ['train', /leadlight sync/],
      ['keys list', /leadlight sync/],
      ['score', /leadlight train/],
    ] as const;
    for (const [command, remedy] of first) {
      const ran = await leadlight(command.split(' '));
      expect(ran.code).toBe(1);
      expect(ran.stderr).toMatch(remedy);
    }
  });

  test('an org that cannot be reached is named', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const ran = await leadlight(['sync'], { LEADLIGHT_SF_LOGIN_URL: nowhere });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(nowhere.replace('http://', ''));
    expect(ran.stderr).not.toMatch(/defect/);
  });

  test('credentials that are refused are told as such, and the secret is not', async () => {
    const ran = await leadlight(['sync'], { LEADLIGHT_SF_CLIENT_SECRET: 'not-the-secret' });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/credential|client secret|refused/i);
    expect(ran.stderr).not.toContain('not-the-secret');
  });

  test('no connection at all: the message says how to make one', async () => {
    const ran = await leadlight(['sync'], { LEADLIGHT_SF_LOGIN_URL: '' });
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stderr).toMatch(/LEADLIGHT_SF_LOGIN_URL/);
  });
});

describe('sync, train, score on an org', () => {
  test('each does its part, and a second sync brings nothing new', async () => {
    const first = await leadlight(['sync', '--json']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout).added.Lead).toBeGreaterThanOrEqual(600);
    const again = JSON.parse((await leadlight(['sync', '--json'])).stdout);
    expect(Object.values(again.added).every((added) => added === 0)).toBe(true);

    const early = await leadlight(['score']);
    expect(early.code).toBe(1);
    expect(early.stderr).toMatch(/no active model.*leadlight train/);

    const trained = await leadlight(['train', '--json']);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    const { entry, holdout, leftOut } = JSON.parse(trained.stdout);
    expect(entry).toMatchObject({ version: 1, active: true });
    expect(holdout.split.kind).toBe('time');
    // Filled in by reps at conversion and not tracked: its past cannot be known.
    expect(leftOut.map(({ field }: { field: string }) => field)).toContain('Budget_Confirmed__c');

    const scored = JSON.parse((await leadlight(['score', '--json'])).stdout);
    expect(scored.scored).toBeGreaterThan(50);
    expect(scored.written).toBe(scored.queued);
    const unchanged = JSON.parse((await leadlight(['score', '--json'])).stdout);
    expect(unchanged.written).toBeLessThan(scored.written / 10);
  });

  test('scores that somebody emptied in the org are found by the reconciliation, and written again', async () => {
    const org = await otherClient(sandbox.ready);
    const soql = 'SELECT Id, Leadlight_Score__c FROM Lead WHERE IsConverted = false AND Leadlight_Score__c != null';
    const before = await org('GET', `/query?q=${encodeURIComponent(soql)}`);
    expect((await leadlight(['reconcile'])).stdout).toContain('The org holds the scores that were written');
    for (const { Id } of before.records.slice(0, 2)) {
      await org('PATCH', `/sobjects/Lead/${Id}`, { Leadlight_Score__c: null, Leadlight_Band__c: null });
    }
    const { scores } = JSON.parse((await leadlight(['reconcile', '--json'])).stdout);
    expect(scores).toMatchObject({ requeued: 2, adopted: 0, told: expect.stringContaining('2 leads will be written') });
    expect(JSON.parse((await leadlight(['score', '--json'])).stdout).written).toBeGreaterThanOrEqual(2);
    const after = await org('GET', `/query?q=${encodeURIComponent(soql)}`);
    expect(after.records).toHaveLength(before.records.length);
  });

  test('scores go only to the org that is connected', async () => {
    for (const command of ['score', 'retrain']) {
      const ran = await leadlight([command, '--org', '00D000000000000AAA']);
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(/but the connection leads to 00D/) });
    }
  });

  test('a retrained model is compared with the active one; the old one can be brought back', async () => {
    const ran = await leadlight(['retrain', '--no-sync', '--seed', '2', '--json']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { published, comparison } = JSON.parse(ran.stdout);
    expect(comparison.on).toBe('newest_fifth');
    expect(published).toBe(comparison.difference.challenger !== 'worse');
    const [first] = JSON.parse((await leadlight(['models', 'list', '--json'])).stdout);
    expect((await leadlight(['models', 'activate', first.id])).code).toBe(0);
    const after = JSON.parse((await leadlight(['models', 'list', '--json'])).stdout);
    expect(after.find(({ active }: { active: boolean }) => active).id).toBe(first.id);
    const unknown = await leadlight(['models', 'activate', 'nosuchmodel']);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/no model nosuchmodel/) });
  });
});

describe('leadlight settings', () => {
  test('are shown, changed and taken back, and the next training heeds them', async () => {
    expect((await leadlight(['settings', 'show'])).stdout).toMatch(/these are the defaults[^]*learner[^]*best/);
    const pairs = ['learner=logistic', 'half-life=180', 'exclude=Industry', 'capacity=5', 'monotone=none'];
    const refused = await leadlight(['settings', 'set', ...pairs]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/"none" names no way/) });
    const set = JSON.parse((await leadlight(['settings', 'set', ...pairs.slice(0, 4), '--json'])).stdout);
    expect(set).toMatchObject({ revision: 1, changedBy: 'cli', settings: { learner: 'logistic', halfLifeDays: 180 } });

    const trained = JSON.parse((await leadlight(['train', '--json'])).stdout);
    expect(trained.entry.learner).toBe('logistic');
    expect(trained.leftOut).toContainEqual(
      expect.objectContaining({
        field: 'Industry',
        reason: expect.objectContaining({ code: 'excluded_by_settings' }),
      }),
    );
    expect(trained.thresholds.map(({ name }: { name: string }) => name)).toContain('capacity');
    const overridden = JSON.parse((await leadlight(['train', '--learner', 'naive-bayes', '--json'])).stdout);
    expect(overridden.entry.learner).toBe('naive-bayes');

    const fields = (await leadlight(['settings', 'show', '--fields'])).stdout;
    expect(fields).toMatch(/Industry\s+│ out\s+│ It is excluded by the settings\./);
    const table = join(folder, 'table.json');
    const { stdout: points } = await leadlight(['settings', 'show', '--points']);
    writeFileSync(table, JSON.stringify(JSON.parse(points).slice(0, 3)));
    expect((await leadlight(['settings', 'set', `points=${table}`])).stdout).toMatch(/points\s+│ 3 rules/);
    await leadlight(['settings', 'undo']);
    const undone = JSON.parse((await leadlight(['settings', 'undo', '--json'])).stdout);
    expect(undone).toMatchObject({ settings: { learner: 'best', excludedFields: [] }, canUndo: false });
    expect(await leadlight(['settings', 'undo'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/defaults/) });
  });

  test.each([
    ['learner=oracle', /\/learner/],
    ['exclude=Industri', /no field or feature called Industri/],
    ['deal-value=8000', /go together/],
    ['colour=red', /is no setting.*goal, horizon/],
    ['points=absent.json', /absent\.json cannot be read/],
  ])('%s is refused with what to do', async (pair, message) => {
    const ran = await leadlight(['settings', 'set', pair]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(ran.stderr).not.toMatch(/defect/);
  });
});

describe('options of training', () => {
  test.each([
    [['--deal-value', '8000'], /--deal-value and --call-cost go together/],
    [['--incoming', '50'], /--capacity and --incoming go together/],
    [['--monotone', 'Industry:sideways'], /FIELD:up or FIELD:down/],
    [['--monotone', 'Industry:up'], /Industry is no number/],
    [['--learner', 'logistic', '--apart', 'Industry+LeadSource'], /choose best, forest or boosting/],
    [['--goal', 'status:Signed in blood'], /No lead ever had the status/],
    [['--half-life', '0'], /whole number from 1/],
  ])('%s are refused with what to do', async (args, message) => {
    const ran = await leadlight(['train', ...args]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(ran.stderr).not.toMatch(/defect/);
  });
});

describe('leadlight doctor', () => {
  test('finds the sandbox org in good health, and says where it cannot sign in', async () => {
    const well = await leadlight(['doctor', '--json']);
    expect(well.code).toBe(0);
    const findings = JSON.parse(well.stdout);
    expect(findings.map(({ check }: { check: string }) => check)).toEqual(
      expect.arrayContaining(['sign-in', 'objects', 'history', 'write']),
    );
    const ill = await leadlight(['doctor'], { LEADLIGHT_SF_CLIENT_SECRET: 'wrong' });
    expect(ill).toMatchObject({ code: 1, stdout: expect.stringMatching(/FAILED\s+sign-in/) });
  });
});

describe('leadlight leads', () => {
  test('exports what is kept of a lead, and erases it only when told twice', async () => {
    const [first] = JSON.parse((await leadlight(['models', 'list', '--json'])).stdout);
    expect(first.version).toBe(1);
    const id = await aSyncedLead();
    const kept = JSON.parse((await leadlight(['leads', 'export', id])).stdout);
    expect(JSON.stringify(kept)).toContain(id);
    expect(await leadlight(['leads', 'erase', id])).toMatchObject({ code: 1, stderr: expect.stringMatching(/--yes/) });
    expect((await leadlight(['leads', 'erase', id, '--yes'])).code).toBe(0);
    expect((await leadlight(['leads', 'export', id])).code).toBe(1);
  });
});

/** An open lead of the sandbox org, asked of the org itself. */
async function aSyncedLead(): Promise<string> {
  const { listening, clientId, clientSecret } = sandbox.ready;
  const token = await fetch(`${listening}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token: accessToken } = (await token.json()) as { access_token: string };
  const soql = encodeURIComponent('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1');
  const answer = await fetch(`${listening}/services/data/v62.0/query?q=${soql}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return ((await answer.json()) as { records: { Id: string }[] }).records[0]!.Id;
}

describe('leadlight keys', () => {
  test('a key is shown once, listed without its text, and revoked', async () => {
    const created = JSON.parse((await leadlight(['keys', 'create', '--name', 'salesforce', '--json'])).stdout);
    expect(created.key).toMatch(/^llk_/);
    const listed = await leadlight(['keys', 'list']);
    expect(listed.stdout).toContain(created.id);
    expect(listed.stdout).not.toContain(created.key);
    expect((await leadlight(['keys', 'revoke', created.id])).code).toBe(0);
    const twice = await leadlight(['keys', 'revoke', 'key_unknown']);
    expect(twice).toMatchObject({ code: 1, stderr: expect.stringMatching(/keys list/) });
  });
});

test('what holds secrets is readable by its owner alone', async () => {
  const { writeConnectionFile } = await import('../connection/connection-file.ts');
  writeConnectionFile(folder, { loginUrl: 'http://127.0.0.1:1', clientId: 'id', clientSecret: 'secret' });
  const file = join(folder, 'connection.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8')).clientSecret).toBe('secret');
});
