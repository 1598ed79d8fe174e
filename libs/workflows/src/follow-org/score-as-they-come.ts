import { silent, type CrmScoreWriter, type WriteJobs, type WrittenScores } from '../ports/index.ts';
import { ActiveModels } from '../score-leads/index.ts';
import { modelLabelOf } from '../score-open-leads/batch-scores.ts';
import { scoreOpenLeads, type ScoreOpenLeadsPorts } from '../score-open-leads/score-open-leads.ts';
import { leftToAnother } from '../with-lease.ts';
import { writeBack } from '../write-back/write-back.ts';
import { Bell, pause } from './bell.ts';
import { scoreChangedLeads } from './score-changed-leads.ts';
import { messageOf, tellOnce, type Tell } from './tell.ts';

export interface ScoreAsTheyComePorts extends ScoreOpenLeadsPorts {
  readonly writer: CrmScoreWriter;
  readonly writtenScores: WrittenScores;
  readonly writeJobs: WriteJobs;
}

export interface ScoringPace {
  /** How long marks that other processes set may wait, in milliseconds. */
  readonly lookEveryMs: number;
  /** After a failure, and where the CRM was busy. */
  readonly retryMs: number;
}

interface Following {
  readonly ports: ScoreAsTheyComePorts;
  readonly orgId: string;
  /** One for all: whoever scores uses the same model. */
  readonly models: ActiveModels;
  readonly tell: Tell;
  readonly pace: ScoringPace;
  readonly signal: AbortSignal;
}

/**
 * Scores marked leads each time the bell rings; all open leads where another model has become active; and writes scores
 * back. The three go on beside each other, so that a lead that has just changed waits neither for all the others to be
 * scored nor for what fails elsewhere. A failure is told and tried again: marks and outbox keep what is to be done.
 */
export async function scoreAsTheyCome(
  ports: ScoreAsTheyComePorts,
  orgId: string,
  bell: Bell,
  tell: Tell,
  pace: ScoringPace,
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
  const scored = new Bell();
  await Promise.all([
    scoreMarked(following, bell, scored),
    scoreAllWithEachModel(following, scored),
    writeWhatIsScored(following, scored),
  ]);
}

async function scoreMarked({ ports, orgId, models, tell, pace, signal }: Following, bell: Bell, scored: Bell) {
  await again(
    tell,
    signal,
    pace,
    (ms) => bell.wait(ms, signal),
    async () => {
      if ((await scoreChangedLeads(ports, orgId, models, signal)) > 0) scored.ring();
      return true;
    },
  );
}

async function scoreAllWithEachModel({ ports, orgId, models, tell, pace, signal }: Following, scored: Bell) {
  let scoredWith: string | undefined;
  await again(
    tell,
    signal,
    pace,
    (ms) => pause(ms, signal),
    async () => {
      const { entry } = await models.get(orgId);
      if (entry.id === scoredWith) return true;
      if (await ports.writtenScores.isBehind(orgId, modelLabelOf(entry))) {
        tell(`Model v${entry.version} is active: every open lead is scored with it.`);
        await scoreOpenLeads(ports, orgId, silent, { active: models, signal });
        scored.ring();
      }
      scoredWith = entry.id;
      return true;
    },
  );
}

async function writeWhatIsScored({ ports, orgId, tell, pace, signal }: Following, scored: Bell) {
  const remarks = tellOnce(tell);
  await again(
    tell,
    signal,
    pace,
    (ms) => scored.wait(ms, signal),
    async (failed) => {
      if ((await ports.outbox.pending(orgId, 1)).length === 0) return true;
      const result = await leftToAnother(() => writeBack(ports, orgId, silent));
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
async function again(
  tell: Tell,
  signal: AbortSignal,
  { lookEveryMs, retryMs }: ScoringPace,
  wait: (ms: number) => Promise<void>,
  work: (failed: Tell) => Promise<boolean>,
): Promise<void> {
  const failures = tellOnce(tell);
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
