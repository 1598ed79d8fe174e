import { noProgress, type CrmScoreWriter, type WriteJobs, type WrittenScores } from '../ports/index.ts';
import type { ScoredLeads } from '../alerts/alert-continuously.ts';
import { ActiveModels } from '../scoring/active-models.ts';
import { ShadowScoring } from '../scoring/shadow-scoring.ts';
import { modelLabelOf } from '../scoring/batch-scores.ts';
import { rankingKeyOf } from '../scoring/ranking-key.ts';
import { scoreOpenLeads, type ScoreOpenLeadsPorts } from '../scoring/score-open-leads.ts';
import { unlessInProgress } from '../with-job.ts';
import { logChanges, messageOf, type Log } from './log.ts';
import { scoreChangedLeads } from './score-changed-leads.ts';
import { sleep, WakeSignal } from './wake-signal.ts';
import { writeBack } from './write-back.ts';

export interface ScoreContinuouslyPorts extends ScoreOpenLeadsPorts {
  readonly writer: CrmScoreWriter;
  readonly writtenScores: WrittenScores;
  readonly writeJobs: WriteJobs;
}

export interface ScoringIntervals {
  /** How long a mark set by another process may wait. */
  readonly pollMs: number;
  /** The delay after a failure, and while the CRM is busy. */
  readonly retryMs: number;
}

interface FollowContext {
  readonly ports: ScoreContinuouslyPorts;
  readonly orgId: string;
  /** Shared, so that all tasks use the same model. */
  readonly models: ActiveModels;
  readonly shadow: ShadowScoring;
  readonly log: Log;
  readonly intervals: ScoringIntervals;
  readonly stop: AbortSignal;
  readonly scoredLeads: Pick<ScoredLeads, 'add'>;
}

/**
 * Scores marked leads when notified, scores all open leads when another model becomes active, and writes scores back. The
 * three tasks run concurrently, so that a changed lead waits neither for the scoring of all leads nor for failures
 * elsewhere. Failures are logged and tried again: marks and outbox store what remains to be done.
 * @param scoredLeads receives the leads that were scored
 */
export async function scoreContinuously(
  ports: ScoreContinuouslyPorts,
  orgId: string,
  scoringNeeded: WakeSignal,
  log: Log,
  intervals: ScoringIntervals,
  stop: AbortSignal,
  scoredLeads: Pick<ScoredLeads, 'add'>,
): Promise<void> {
  const models = new ActiveModels(ports);
  const shadow = new ShadowScoring(ports);
  const context = { ports, orgId, models, shadow, log, intervals, stop, scoredLeads };
  const scored = new WakeSignal();
  await Promise.all([
    scoreMarkedLeads(context, scoringNeeded, scored),
    scoreAllWithEachModel(context, scored),
    writeScores(context, scored),
  ]);
}

function scoreMarkedLeads(context: FollowContext, scoringNeeded: WakeSignal, scored: WakeSignal): Promise<void> {
  const { ports, orgId, models, shadow, stop, scoredLeads } = context;
  return repeat(context, scoringNeeded, async () => {
    const count = await scoreChangedLeads(ports, orgId, models, shadow, stop, (ids) => scoredLeads.add(ids));
    if (count > 0) scored.notify();
    return 'done';
  });
}

function scoreAllWithEachModel(context: FollowContext, scored: WakeSignal): Promise<void> {
  const { ports, orgId, models, shadow, log, stop, scoredLeads } = context;
  let scoredWith: string | undefined;
  const heldLog = logChanges(log);
  return repeat(context, undefined, async () => {
    const model = await models.get(orgId);
    const { entry, losses = [] } = model;
    for (const { message } of losses) heldLog.log(`${message.english} Scores that it would move are held back.`);
    const key = rankingKeyOf(model);
    if (key === scoredWith) return 'done';
    // Its own earlier run differs from the present settings only if they have changed since.
    const settingsChanged = scoredWith !== undefined;
    if (settingsChanged || (await ports.writtenScores.hasOutdatedScores(orgId, modelLabelOf(entry)))) {
      log(
        `Scoring every open lead with model v${entry.version}: it is new, its fields or the ranking settings have changed, or an experiment has started or stopped.`,
      );
      await scoreOpenLeads(ports, orgId, noProgress, { active: models, shadow, signal: stop });
      scored.notify();
      scoredLeads.add(undefined);
    }
    scoredWith = key;
    return 'done';
  });
}

function writeScores(context: FollowContext, scored: WakeSignal): Promise<void> {
  const { ports, orgId, log } = context;
  const warnings = logChanges(log);
  return repeat(context, scored, async (logFailure) => {
    if ((await ports.outbox.pending(orgId, 1)).length === 0) return 'done';
    const result = await unlessInProgress(() => writeBack(ports, orgId, noProgress));
    if (!result) return 'unfinished';
    for (const message of result.leftoverJobs) log(message);
    for (const warning of result.warnings.slice(0, 1)) {
      warnings.log(`Scores were written, but their history was not: ${warning}`);
    }
    for (const { leadId, message } of result.failed.slice(0, 3)) {
      logFailure(`The CRM rejected the score of ${leadId}: ${message}`);
    }
    return result.waiting === 0 ? 'done' : 'unfinished';
  });
}

/**
 * Repeats a task until `stop` aborts: after it is done when the signal wakes it, at the latest after the poll interval;
 * after a failure, or if it is unfinished, at the latest after the retry delay.
 * @param task gets a log that omits repeated failures
 */
async function repeat(
  { log, intervals, stop }: FollowContext,
  wake: WakeSignal | undefined,
  task: (logFailure: Log) => Promise<'done' | 'unfinished'>,
): Promise<void> {
  const failures = logChanges(log);
  while (!stop.aborted) {
    let delayMs = intervals.retryMs;
    try {
      if ((await task(failures.log)) === 'done') {
        delayMs = intervals.pollMs;
        failures.reset();
      }
    } catch (error) {
      if (stop.aborted) return;
      failures.log(`Scores are delayed: ${messageOf(error)}`);
    }
    await (wake ? wake.wait(delayMs, stop) : sleep(delayMs, stop));
  }
}
