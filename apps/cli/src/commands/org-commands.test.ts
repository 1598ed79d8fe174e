import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { createOrgClient } from '../testing/org-client.ts';
import { runLeadlight } from '../testing/run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-org-'));
let sandbox: AppProcess<SandboxReady>;
let storage: Storage;
let connection: NodeJS.ProcessEnv;
const leadlight = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runLeadlight([...args, '--folder', folder], { ...connection, ...env });

beforeAll(async () => {
  sandbox = await startSandboxOrg({ folder, orgPort: await freePort(), leads: 600, seed: 3 });
  // Keeps the embedded server running between the commands: a start takes longer than most of them.
  storage = await openStorage({ folder });
  connection = {
    LEADLIGHT_SF_LOGIN_URL: sandbox.ready.listening,
    LEADLIGHT_SF_CLIENT_ID: sandbox.ready.clientId,
    LEADLIGHT_SF_CLIENT_SECRET: sandbox.ready.clientSecret,
  };
});
afterAll(async () => {
  await storage.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('commands before the first sync', () => {
  it('name the command that has to run first', async () => {
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

  it('name an org that cannot be reached', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const ran = await leadlight(['sync'], { LEADLIGHT_SF_LOGIN_URL: nowhere });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(nowhere.replace('http://', ''));
    expect(ran.stderr).not.toMatch(/defect/);
  });

  it('report rejected credentials without the secret', async () => {
    const ran = await leadlight(['sync'], { LEADLIGHT_SF_CLIENT_SECRET: 'not-the-secret' });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/credential|client secret|refused/i);
    expect(ran.stderr).not.toContain('not-the-secret');
  });

  it('say how to connect where there is no connection', async () => {
    const ran = await leadlight(['sync'], { LEADLIGHT_SF_LOGIN_URL: '' });
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stderr).toMatch(/LEADLIGHT_SF_LOGIN_URL/);
  });
});

describe('sync, train, score on an org', () => {
  it('sync, train and score; a second sync finds nothing new', async () => {
    const first = await leadlight(['sync', '--json']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout).added.Lead).toBeGreaterThanOrEqual(600);
    const again = JSON.parse((await leadlight(['sync', '--json'])).stdout);
    expect(Object.values(again.added).every((added) => added === 0)).toBe(true);

    const withoutModel = await leadlight(['score']);
    expect(withoutModel.code).toBe(1);
    expect(withoutModel.stderr).toMatch(/no active model.*leadlight train/);

    const trained = await leadlight(['train', '--learner', 'boosting', '--quick', '--json']);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    const { entry, holdout, leftOut } = JSON.parse(trained.stdout);
    expect(entry).toMatchObject({ version: 1, active: true });
    expect(holdout.split.kind).toBe('time');
    // Reps fill it in at conversion and it is not tracked, so its past is unknown.
    expect(leftOut.map(({ field }: { field: string }) => field)).toContain('Budget_Confirmed__c');

    const scored = JSON.parse((await leadlight(['score', '--json'])).stdout);
    expect(scored.scored).toBeGreaterThan(50);
    expect(scored.written).toBe(scored.queued);
    const unchanged = JSON.parse((await leadlight(['score', '--json'])).stdout);
    expect(unchanged.written).toBeLessThan(scored.written / 10);
  });

  it('computes every logged score again, equal in every bit, and writes a letter about one', async () => {
    const counts = JSON.parse((await leadlight(['replay', '--json'])).stdout);
    expect(counts).toEqual({
      equal: expect.any(Number),
      different: 0,
      notReplayable: { row_not_logged: 0, model_removed: 0 },
      examples: [],
    });
    expect(counts.equal).toBeGreaterThan(100);

    const org = await createOrgClient(sandbox.ready);
    const [lead] = await org.query<{ Id: string; Leadlight_Score__c: number }>(
      'SELECT Id, Leadlight_Score__c FROM Lead WHERE IsConverted = false AND Leadlight_Score__c != null LIMIT 1',
    );
    const shown = await leadlight(['replay', '--lead', lead!.Id]);
    expect(shown.stdout).toContain(`score ${lead!.Leadlight_Score__c}, band`);
    expect(shown.stdout).toContain('equal in every bit');
    const file = join(folder, 'letter.html');
    expect((await leadlight(['replay', '--lead', lead!.Id, '--letter', file])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/had a score of \d+ on a scale[^]*This (raised|lowered) the score by/);
    const early = await leadlight(['replay', '--lead', lead!.Id, '--at', '2001-01-01']);
    expect(early).toMatchObject({ code: 1, stderr: expect.stringMatching(/No score of a lead .* up to 2001-01-01/) });
  });

  it('writes scores again that the reconciliation finds emptied in the org', async () => {
    const org = await createOrgClient(sandbox.ready);
    const soql = 'SELECT Id FROM Lead WHERE IsConverted = false AND Leadlight_Score__c != null';
    const before = await org.query<{ Id: string }>(soql);
    expect((await leadlight(['reconcile'])).stdout).toContain('The org contains the scores that were written');
    for (const { Id } of before.slice(0, 2)) {
      await org.update(Id, { Leadlight_Score__c: null, Leadlight_Band__c: null });
    }
    const { scores } = JSON.parse((await leadlight(['reconcile', '--json'])).stdout);
    expect(scores).toMatchObject({
      requeued: 2,
      adopted: 0,
      summary: expect.stringContaining('2 leads will be written'),
    });
    expect(JSON.parse((await leadlight(['score', '--json'])).stdout).written).toBeGreaterThanOrEqual(2);
    expect(await org.query(soql)).toHaveLength(before.length);
  });

  it('write scores only to the connected org', async () => {
    for (const command of ['score', 'retrain']) {
      const ran = await leadlight([command, '--org', '00D000000000000AAA']);
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(/but the connection leads to 00D/) });
    }
  });

  it('compares a retrained model with the active one, and activates the old one again', async () => {
    const ran = await leadlight(['retrain', '--no-sync', '--seed', '2', '--learner', 'logistic', '--quick', '--json']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { published, comparison } = JSON.parse(ran.stdout);
    expect(comparison.on).toBe('newest_fifth');
    expect(published).toBe(comparison.difference.challenger !== 'worse');
    const listed = (await leadlight(['models', 'list'])).stdout;
    expect(listed).toMatch(/AUC │ from │ accuracy │ precision │ recall/);
    expect(listed).toMatch(/│ v1 │ .* │ 0\.\d{3} │ 50 % │ +\d+ % │ +(\d+ %|–) │ +\d+ % │/);
    const [first] = JSON.parse((await leadlight(['models', 'list', '--json'])).stdout);
    expect((await leadlight(['models', 'activate', first.id])).code).toBe(0);
    const after = JSON.parse((await leadlight(['models', 'list', '--json'])).stdout);
    expect(after.find(({ active }: { active: boolean }) => active).id).toBe(first.id);
    const approved = await leadlight(['models', 'approve', first.id, '--by', 'Mara Lindqvist', '--note', 'Checked']);
    expect(approved).toMatchObject({ code: 0, stderr: '' });
    const card = (await leadlight(['models', 'card'])).stdout;
    expect(card).toMatch(/# Model card: lead scoring model version 1[^]*Mara Lindqvist \(cli\) \| Checked \|/);
    expect(card).toMatch(/\| AUC \| 0\.\d{3} \| 0\.\d{3} to 0\.\d{3} \|/);
    const cardFile = join(folder, 'card.html');
    expect((await leadlight(['models', 'card', first.id, '--out', cardFile])).code).toBe(0);
    expect(readFileSync(cardFile, 'utf8')).toContain('<h2>Intended use</h2>');
    const unknown = await leadlight(['models', 'activate', 'nosuchmodel']);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/no model nosuchmodel/) });
  });
});

describe('leadlight conversion', () => {
  it('shows held-out snapshots by band until a score is old enough, and other groups from life', async () => {
    expect((await leadlight(['conversion'])).stdout).toMatch(
      /No first score is \d+ days old yet[^]*band[^]*snapshots[^]*converted[^]*│ A /,
    );
    const byMonth = JSON.parse((await leadlight(['conversion', '--by', 'month', '--json'])).stdout);
    const { settled, unsettled, reached, interval } = byMonth.overall;
    // Some of the 600 leads were deleted.
    expect(settled + unsettled).toBeGreaterThan(500);
    expect(interval.low).toBeLessThan(reached / settled);
    expect(byMonth.groups.length).toBeGreaterThan(6);
    expect(byMonth.groups[0]).toMatchObject({ settled: 0, interval: null });
  });

  it('names reps, and teams by their manager', async () => {
    const reps = (await leadlight(['conversion', '--by', 'rep'])).stdout;
    expect(reps).toMatch(/│ Amelia Stone +│ +\d+ │ +\d+ │ +\d+ % │ +\d+–\d+ %/);
    expect(reps).toMatch(/all leads[^]*By the present owner/);
    const { groups, names } = JSON.parse((await leadlight(['conversion', '--by', 'team', '--json'])).stdout);
    expect(groups.map(({ key }: { key: string }) => names[key]).toSorted()).toEqual(['Amelia Stone', 'Bruno Keller']);
  });
});

describe('leadlight settings', () => {
  it('shows, changes and undoes settings, which the next training uses', async () => {
    expect((await leadlight(['settings', 'show'])).stdout).toMatch(/these are the defaults[^]*learner[^]*best/);
    const pairs = ['learner=logistic', 'half-life=180', 'exclude=Industry', 'capacity=5', 'monotonic-constraints=none'];
    const rejected = await leadlight(['settings', 'set', ...pairs]);
    expect(rejected).toMatchObject({ code: 1, stderr: expect.stringMatching(/"none" has no direction/) });
    const set = JSON.parse((await leadlight(['settings', 'set', ...pairs.slice(0, 4), '--json'])).stdout);
    expect(set).toMatchObject({ revision: 1, changedBy: 'cli', settings: { learner: 'logistic', halfLifeDays: 180 } });

    const trained = JSON.parse((await leadlight(['train', '--quick', '--json'])).stdout);
    expect(trained.entry.learner).toBe('logistic');
    expect(trained.leftOut).toContainEqual(
      expect.objectContaining({
        field: 'Industry',
        reason: expect.objectContaining({ code: 'excluded_by_settings' }),
      }),
    );
    expect(trained.thresholds.map(({ name }: { name: string }) => name)).toContain('capacity');
    const overridden = JSON.parse((await leadlight(['train', '--learner', 'naive-bayes', '--quick', '--json'])).stdout);
    expect(overridden.entry.learner).toBe('naive-bayes');

    const fields = (await leadlight(['settings', 'show', '--fields'])).stdout;
    expect(fields).toMatch(/Industry\s+│ out\s+│ The settings exclude it\./);
    const table = join(folder, 'table.json');
    const { stdout: points } = await leadlight(['settings', 'show', '--points']);
    writeFileSync(table, JSON.stringify(JSON.parse(points).slice(0, 3)));
    expect((await leadlight(['settings', 'set', `points=${table}`])).stdout).toMatch(/points\s+│ 3 rules/);
    await leadlight(['settings', 'undo']);
    const undone = JSON.parse((await leadlight(['settings', 'undo', '--json'])).stdout);
    expect(undone).toMatchObject({ settings: { learner: 'best', excludedFields: [] }, canUndo: false });
    expect(await leadlight(['settings', 'undo'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/defaults/) });
    expect((await leadlight(['settings', 'show'])).stdout).toMatch(
      /^Revision 4, by cli .*These are the defaults again\.$/m,
    );
  });

  it.each([
    ['learner=oracle', /\/learner/],
    ['exclude=Industri', /no field or feature called Industri/],
    ['deal-value=8000', /go together/],
    ['colour=red', /is no setting.*goal, horizon/],
    ['points=absent.json', /absent\.json cannot be read/],
  ])('rejects %s with a remedy', async (pair, message) => {
    const ran = await leadlight(['settings', 'set', pair]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(ran.stderr).not.toMatch(/defect/);
  });
});

// After the test that begins with the defaults: a change and its undoing are two revisions.
describe('leadlight conversion by another goal', () => {
  it('words another goal', async () => {
    await leadlight(['settings', 'set', 'goal=won']);
    const won = await leadlight(['conversion', '--by', 'source']);
    expect(won).toMatchObject({ code: 0, stdout: expect.stringMatching(/│ won +│/) });
    expect(won.stdout).not.toMatch(/convert/i);
    await leadlight(['settings', 'undo']);
  });
});

describe('options of leadlight train', () => {
  it.each([
    [['--deal-value', '8000'], /--deal-value and --call-cost go together/],
    [['--incoming', '50'], /--capacity and --incoming go together/],
    [['--monotonic-constraints', 'Industry:sideways'], /FIELD:up or FIELD:down/],
    [['--monotonic-constraints', 'Industry:up'], /Industry is not numeric/],
    [
      ['--learner', 'logistic', '--forbidden-interactions', 'Industry+LeadSource'],
      /choose best, forest, boosting or blend/,
    ],
    [['--goal', 'status:Signed in blood'], /No lead ever had the status/],
    [['--half-life', '0'], /whole number from 1/],
  ])('rejects %s with a remedy', async (args, message) => {
    const ran = await leadlight(['train', ...args]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(ran.stderr).not.toMatch(/defect/);
  });
});

describe('leadlight doctor', () => {
  it('finds no problem in the sandbox org, and reports a failed sign-in', async () => {
    const healthy = await leadlight(['doctor', '--json']);
    expect(healthy.code).toBe(0);
    const findings = JSON.parse(healthy.stdout);
    expect(findings.map(({ check }: { check: string }) => check)).toEqual(
      expect.arrayContaining(['sign-in', 'objects', 'history', 'write']),
    );
    expect(findings.slice(-2)).toMatchObject([
      { check: 'worker', state: 'warning', message: expect.stringContaining('No process follows the org') },
      { check: 'training', state: 'warning', message: 'No worker trains on a schedule' },
    ]);
    await storage.scheduleStates.save(findings[0].orgId, { retrainEveryDays: 30 });
    const scheduled = await leadlight(['doctor']);
    expect(scheduled).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/ok\s+training: The next training is due at \d{4}-\d\d-\d\d \d\d:\d\d UTC/),
    });
    const rejected = await leadlight(['doctor'], { LEADLIGHT_SF_CLIENT_SECRET: 'wrong' });
    expect(rejected).toMatchObject({ code: 1, stdout: expect.stringMatching(/FAILED\s+sign-in/) });
  });
});

describe('leadlight leads', () => {
  it('exports what is stored about a lead, and erases it only with --yes', async () => {
    const [first] = JSON.parse((await leadlight(['models', 'list', '--json'])).stdout);
    expect(first.version).toBe(1);
    const org = await createOrgClient(sandbox.ready);
    const [lead] = await org.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1');
    const id = lead!.Id;
    const short = id.slice(0, 15);
    const stored = JSON.parse((await leadlight(['leads', 'export', short])).stdout);
    expect(JSON.stringify(stored)).toContain(id);
    expect(await leadlight(['leads', 'erase', id])).toMatchObject({ code: 1, stderr: expect.stringMatching(/--yes/) });
    const erased = await leadlight(['leads', 'erase', short, '--yes']);
    expect(erased).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`${id} is erased: [1-9]`)) });
    expect(await leadlight(['leads', 'erase', id, '--yes'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Nothing is stored about a lead .*, so nothing was erased/),
    });
    expect((await leadlight(['leads', 'export', id])).code).toBe(1);
  });
});

describe('leadlight experiment', () => {
  it('plans, starts one at a time, reports and stops', async () => {
    const planned = await leadlight(['experiment', 'plan', '--base-rate', '0.06']);
    expect(planned.stdout).toMatch(/\+20 %: 7\.2 %[^]*leads needed, settled +│ 13,434/);
    const started = JSON.parse((await leadlight(['experiment', 'start', '--base-rate', '0.06', '--json'])).stdout);
    expect(started).toMatchObject({ experiment: { state: 'running', design: 'lead' }, standing: { settled: 0 } });
    const second = await leadlight(['experiment', 'start', '--base-rate', '0.06']);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/already running.*experiment stop --all/) });
    expect((await leadlight(['experiment', 'status'])).stdout).toMatch(/not yet known[^]*0 of 13,434 planned/);
    const stopped = JSON.parse((await leadlight(['experiment', 'stop', '--all', '--json'])).stdout);
    expect(stopped.experiment).toMatchObject({ state: 'ended', id: started.experiment.id });
  });
});

describe('leadlight keys', () => {
  it('creates, lists without its text, and revokes a key', async () => {
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

it('writes files with secrets readable by their owner only', async () => {
  const { writeConnectionFile } = await import('../connection/connection-file.ts');
  writeConnectionFile(folder, { loginUrl: 'http://127.0.0.1:1', clientId: 'id', clientSecret: 'secret' });
  const file = join(folder, 'connection.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8')).clientSecret).toBe('secret');
});
