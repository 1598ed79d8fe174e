import { isWorkflowError } from '../errors.ts';
import { silent, type CrmScoreWriter, type WrittenScores } from '../ports/index.ts';
import { ActiveModels } from '../score-leads/index.ts';
import { modelLabelOf } from '../score-open-leads/batch-scores.ts';
import { scoreOpenLeads, type ScoreOpenLeadsPorts } from '../score-open-leads/score-open-leads.ts';
import { writeBack } from '../write-back/write-back.ts';
import type { Bell } from './bell.ts';
import { scoreChangedLeads } from './score-changed-leads.ts';
import { messageOf, tellOnce, type Tell } from './tell.ts';

export interface ScoreAsTheyComePorts extends ScoreOpenLeadsPorts {
  readonly writer: CrmScoreWriter;
  readonly writtenScores: WrittenScores;
}

export interface ScoringPace {
  /** How long marks that other processes set may wait, in milliseconds. */
  readonly lookEveryMs: number;
  /** After a failure, and where the CRM was busy. */
  readonly retryMs: number;
}

/**
 * Scores marked leads each time the bell rings and writes the scores back; all open leads where another model has become
 * active. A failure is told and tried again: marks and outbox keep what is to be done.
 */
export async function scoreAsTheyCome(
  ports: ScoreAsTheyComePorts,
  orgId: string,
  bell: Bell,
  tell: Tell,
  { lookEveryMs, retryMs }: ScoringPace,
  signal: AbortSignal,
): Promise<void> {
  const models = new ActiveModels(ports.models, ports.clock);
  const failures = tellOnce(tell);
  let scoredWith: string | undefined;
  while (!signal.aborted) {
    let waitMs = lookEveryMs;
    try {
      scoredWith = await scoreAllWithAnother(ports, orgId, models, scoredWith, tell);
      await scoreChangedLeads(ports, orgId, models, signal);
      if (!signal.aborted && !(await emptyOutbox(ports, orgId, failures.tell))) waitMs = retryMs;
      else failures.forget();
    } catch (error) {
      if (signal.aborted) return;
      failures.tell(`Scores wait: ${messageOf(error)}`);
      waitMs = retryMs;
    }
    await bell.wait(waitMs, signal);
  }
}

/** @returns the active model, with which every open lead has a score now */
async function scoreAllWithAnother(
  ports: ScoreAsTheyComePorts,
  orgId: string,
  models: ActiveModels,
  scoredWith: string | undefined,
  tell: Tell,
): Promise<string> {
  const { entry } = await models.get(orgId);
  if (entry.id === scoredWith) return scoredWith;
  if (await ports.writtenScores.isBehind(orgId, modelLabelOf(entry))) {
    tell(`Model v${entry.version} is active: every open lead is scored with it.`);
    await scoreOpenLeads(ports, orgId, silent);
  }
  return entry.id;
}

/** @returns false where something still waits */
async function emptyOutbox(ports: ScoreAsTheyComePorts, orgId: string, tell: Tell): Promise<boolean> {
  if ((await ports.outbox.pending(orgId, 1)).length === 0) return true;
  try {
    const { failed, waiting } = await writeBack(ports, orgId, silent);
    for (const { leadId, message } of failed.slice(0, 3)) tell(`The CRM refused the score of ${leadId}: ${message}`);
    return waiting === 0;
  } catch (error) {
    // Another process empties the same outbox.
    if (isWorkflowError(error, 'work_in_progress')) return false;
    throw error;
  }
}
