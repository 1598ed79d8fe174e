import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SalesforceError } from '@leadlight/salesforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CliError } from '../errors.ts';
import { Journal } from './journal.ts';
import { summaryLines } from './report-lines.ts';
import { runSteps, undoSteps, type StepReport, type UndoReport } from './run-steps.ts';
import type { ConnectContext, ConnectStep } from './step.ts';

const ORG_ID = '00D5g000004Ap1QEAS';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadlight-connect-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** These steps use the journal only. */
const contextOf = (journal = new Journal(folder, ORG_ID)): ConnectContext => ({ journal }) as unknown as ConnectContext;

const rejection = new SalesforceError('not_assignable', { kind: 'permission set licence', name: 'Missing' });

interface Behaviour {
  readonly needs?: ConnectStep['needs'];
  readonly fails?: Error;
  readonly log?: string[];
}

/** A step that enters that it made something, unless it has. */
function step(id: ConnectStep['id'], { needs = [], fails, log = [] }: Behaviour = {}): ConnectStep {
  return {
    id,
    needs,
    byHand: `Do ${id} by hand.`,
    inspect: ({ journal }) => {
      const isMade = journal.made(id).made === true && journal.stateOf(id) === 'done';
      const run = (): Promise<void> => {
        journal.enter(id, { made: true });
        if (fails) return Promise.reject(fails);
        log.push(id);
        return Promise.resolve();
      };
      return Promise.resolve({
        found: isMade ? ['made'] : [],
        actions: isMade ? [] : [{ what: `make ${id}`, run }],
        left: [],
      });
    },
    undo: (_context, made) => {
      if (fails) return Promise.reject(fails);
      log.push(`undo ${id} ${String(made.made)}`);
      return Promise.resolve([`${id} is gone.`]);
    },
  };
}

async function run(
  steps: readonly ConnectStep[],
  context = contextOf(),
  dryRun = false,
): Promise<readonly StepReport[]> {
  const reports: StepReport[] = [];
  for await (const report of runSteps(steps, context, dryRun)) reports.push(report);
  return reports;
}

async function undo(steps: readonly ConnectStep[], dryRun = false): Promise<readonly UndoReport[]> {
  const reports: UndoReport[] = [];
  for await (const report of undoSteps(steps, contextOf(), dryRun)) reports.push(report);
  return reports;
}

const states = (reports: readonly StepReport[]): readonly string[] => reports.map(({ state }) => state);

describe('runSteps', () => {
  it('does each step once: a second run changes nothing', async () => {
    const log: string[] = [];
    const steps = [step('package', { log }), step('keys', { log, needs: ['package'] })];
    expect(states(await run(steps))).toEqual(['done', 'done']);
    expect(states(await run(steps))).toEqual(['unchanged', 'unchanged']);
    expect(log).toEqual(['package', 'keys']);
  });

  it('leaves what the org rejects to a person, with the way by hand, and lets only dependent steps wait', async () => {
    const steps = [
      step('integration user', { fails: rejection }),
      step('external client app', { needs: ['integration user'] }),
      step('doctor', { needs: ['external client app'] }),
      step('people'),
    ];
    const reports = await run(steps);
    expect(states(reports)).toEqual(['left', 'waiting', 'waiting', 'done']);
    expect(reports[0]?.left).toEqual(['The org has no permission set licence Missing. Do integration user by hand.']);
    expect(reports[2]?.waitsFor).toEqual(['external client app']);
    expect(reports.map(({ isComplete }) => isComplete)).toEqual([false, false, false, true]);
    expect(summaryLines(reports, false)).toEqual([
      'One point is left to you, and 2 steps wait for it. Run the command again afterwards; it continues.',
    ]);
  });

  it('says that the last step failed, although none waits for it', async () => {
    const [report] = await run([step('score', { fails: rejection })]);
    expect(report).toMatchObject({ state: 'left', isComplete: false });
  });

  it('continues with a step that was started and not finished', async () => {
    const lost = new SalesforceError('unreachable', { host: 'example.com', reason: 'ECONNRESET' });
    await expect(run([step('keys', { fails: lost })])).rejects.toBe(lost);
    expect(new Journal(folder, ORG_ID).stateOf('keys')).toBe('started');
    expect(states(await run([step('keys')]))).toEqual(['done']);
  });

  it('enters nothing and makes nothing in a dry run', async () => {
    const log: string[] = [];
    const reports = await run([step('package', { log }), step('keys', { log, needs: ['package'] })], contextOf(), true);
    expect(states(reports)).toEqual(['planned', 'planned']);
    expect(log).toEqual([]);
    expect(() => statSync(join(folder, `connect-${ORG_ID}.json`))).toThrow('ENOENT');
  });
});

describe('undoSteps', () => {
  it('takes back the last step first and forgets it', async () => {
    const log: string[] = [];
    const steps = [step('package', { log }), step('keys', { log })];
    await run(steps);
    expect(await undo(steps)).toEqual([
      { step: 'keys', undone: ['keys is gone.'] },
      { step: 'package', undone: ['package is gone.'] },
    ]);
    expect(log.slice(2)).toEqual(['undo keys true', 'undo package true']);
    expect(await undo(steps)).toEqual([]);
    expect(() => statSync(join(folder, `connect-${ORG_ID}.json`))).toThrow('ENOENT');
  });

  it('keeps in the journal what the org does not let it take back', async () => {
    await run([step('keys')]);
    const [report] = await undo([step('keys', { fails: rejection })]);
    expect(report?.left).toContain('Do keys by hand.');
    expect(await undo([step('keys')])).toHaveLength(1);
  });

  it('also takes back what was started and not finished', async () => {
    await run([step('keys', { fails: rejection })]);
    expect(await undo([step('keys')])).toEqual([{ step: 'keys', undone: ['keys is gone.'] }]);
  });

  it('takes nothing back in a dry run', async () => {
    await run([step('keys')]);
    expect(await undo([step('keys')], true)).toEqual([{ step: 'keys', undone: ['would be taken back'] }]);
    expect(await undo([step('keys')])).toHaveLength(1);
  });
});

describe('Journal', () => {
  it('can be read by its owner only', () => {
    const journal = new Journal(folder, ORG_ID);
    journal.enter('keys', { Scoring: 'writing' });
    expect(statSync(journal.path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(journal.path, 'utf8'))).toMatchObject({ version: 1, orgId: ORG_ID });
  });

  it('does not count leads as scored any more once a step is undone', () => {
    const journal = new Journal(folder, ORG_ID);
    journal.enter('package', { version: '1' });
    journal.enter('people', { assigned: ['Leadlight_Viewer rep@example.com'] });
    journal.finish('score', 'done');
    journal.forget('package');
    expect([journal.stateOf('score'), journal.stateOf('people')]).toEqual([undefined, 'started']);
    expect(new Journal(folder, ORG_ID).stateOf('score')).toBeUndefined();
  });

  it.each(['', '{', '{"version":2}', 'null'])('rejects the file %j instead of starting over', (content) => {
    writeFileSync(join(folder, `connect-${ORG_ID}.json`), content);
    expect(() => new Journal(folder, ORG_ID)).toThrow(CliError);
  });
});
