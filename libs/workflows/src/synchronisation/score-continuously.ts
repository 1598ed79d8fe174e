import { noProgress, type CrmScoreWriter, type WriteJobs, type WrittenScores } from '../ports/index.ts';
import { ActiveModels } from '../scoring/index.ts';
import { modelLabelOf } from '../scoring/batch-scores.ts';
import { scoreOpenLeads, type ScoreOpenLeadsPorts } from '../scoring/score-open-leads.ts';
import { unlessInProgress } from '../with-lease.ts';
import { writeBack } from './write-back.ts';
import { WakeSignal, sleep } from './wake-signal.ts';
import { scoreChangedLeads } from './score-changed-leads.ts';
import { messageOf, logChanges, type Log } from './log.ts';

export interface ScoreContinuouslyPorts extends ScoreOpenLeadsPorts {
  readonly writer: CrmScoreWriter;
  readonly writtenScores: WrittenScores;
  readonly writeJobs: WriteJobs;
}

export interface ScoringIntervals {
  /** How long marks that other processes set may wait, in milliseconds. */
  readonly pollMs: number;
  /** After a failure, and where the CRM was busy. */
  readonly retryMs: number;
}

interface FollowContext {
  readonly ports: ScoreContinuouslyPorts;
  readonly orgId: string;
  /** One for all: whoever scores uses the same model. */
  readonly models: ActiveModels;
  readonly tell: Log;
  readonly pace: ScoringIntervals;
  readonly signal: AbortSignal;
}

/**
 * Scores marked leads each time the bell rings; all open leads where another model has become active; and writes scores
 * back. The three go on beside each other, so that a lead that has just changed waits neither for all the others to be
 * scored nor for what fails elsewhere. A failure is told and tried again: marks and outbox keep what is to be done.
 */
export async function scoreContinuously(
  ports: ScoreContinuouslyPorts,
  orgId: string,
  bell: WakeSignal,
  tell: Log,
  pace: ScoringIntervals,
  signal: AbortSignal,
): Promise<void> {
  const following = {
    ports,
    orgId,
    models: new ActiveModels(ports.models, ports.crmUsers, ports.clock),
    tell,
    pace,
    signal,
  };
  const scored = new WakeSignal();
  await Promise.all([
    scoreChangedLeadsContinuously(following, bell, scored),
    scoreAllWithEachModel(following, scored),
    writeWhatIsScored(following, scored),
  ]);
}

async function scoreChangedLeadsContinuously(
  { ports, orgId, models, tell, pace, signal }: FollowContext,
  bell: WakeSignal,
  scored: WakeSignal,
) {
  await repeat(
    tell,
    signal,
    pace,
    (ms) => bell.wait(ms, signal),
    async () => {
      if ((await scoreChangedLeads(ports, orgId, models, signal)) > 0) scored.notify();
      return true;
    },
  );
}

async function scoreAllWithEachModel({ ports, orgId, models, tell, pace, signal }: FollowContext, scored: WakeSignal) {
  let scoredWith: string | undefined;
  await repeat(
    tell,
    signal,
    pace,
    (ms) => sleep(ms, signal),
    async () => {
      const { entry } = await models.get(orgId);
      if (entry.id === scoredWith) return true;
      if (await ports.writtenScores.hasOutdatedScores(orgId, modelLabelOf(entry))) {
        tell(`Model v${entry.version} is active: every open lead is scored with it.`);
        await scoreOpenLeads(ports, orgId, noProgress, { active: models, signal });
        scored.notify();
      }
      scoredWith = entry.id;
      return true;
    },
  );
}

async function writeWhatIsScored({ ports, orgId, tell, pace, signal }: FollowContext, scored: WakeSignal) {
  const remarks = logChanges(tell);
  await repeat(
    tell,
    signal,
    pace,
    (ms) => scored.wait(ms, signal),
    async (failed) => {
      if ((await ports.outbox.pending(orgId, 1)).length === 0) return true;
      const result = await unlessInProgress(() => writeBack(ports, orgId, noProgress));
      for (const sentence of result?.leftBehind ?? []) tell(sentence);
      for (const remark of result?.remarks.slice(0, 1) ?? [])
        remarks.tell(`Scores are written, but not all: ${remark}`);
      for (const { leadId, message } of result?.failed.slice(0, 3) ?? []) {
        failed(`The CRM refused the score of ${leadId}: ${message}`);
      }
      return result?.waiting === 0;
    },
  );
}

/**
 * Does a piece of work again and again until `signal` aborts.
 * @param wait until there may be more to do, so many milliseconds at most
 * @param work false = something is left to do; hears how to tell what must not be told twice in a row
 */
async function repeat(
  tell: Log,
  signal: AbortSignal,
  { pollMs: lookEveryMs, retryMs }: ScoringIntervals,
  wait: (ms: number) => Promise<void>,
  work: (failed: Log) => Promise<boolean>,
): Promise<void> {
  const failures = logChanges(tell);
  while (!signal.aborted) {
    let waitMs = retryMs;
    try {
      if (await work(failures.tell)) {
        waitMs = lookEveryMs;
        failures.forget();
      }
    } catch (error) {
      if (signal.aborted) return;
      failures.tell(`Scores wait: ${messageOf(error)}`);
    }
    await wait(waitMs);
  }
}
