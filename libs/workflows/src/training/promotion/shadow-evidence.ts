import { DAY_MS } from '@leadlight/common';
import { delayDistribution, pairedEvidence, type PairedEvidence } from '@leadlight/evaluation';
import { goalReachedAt, type Goal, type Instant } from '@leadlight/lead-features';
import type { LeadHistoryStore, Progress, ShadowModel, ShadowScores } from '../../ports/index.ts';
import { unlessTooFew } from '../monitoring/monitor-active-model.ts';

export interface EvidencePorts {
  readonly leadHistories: Pick<LeadHistoryStore, 'readHistories'>;
  readonly shadowScores: ShadowScores;
}

/** What both models predict. */
interface PredictedGoal {
  readonly goal: Goal;
  readonly horizonDays: number;
}

/** Older leads have been worked on for a while, and their conversions are no longer delayed like those of new ones. */
const MAX_AGE_DAYS = 3;
const DELAY_WINDOW_DAYS = 365;
const LEADS_PER_CHUNK = 500;

/**
 * Compares a shadow model with the active one on leads that came in since it started, settled or not.
 * @returns undefined where too few conversions were known at the start to say how long they take
 */
export async function shadowEvidence(
  { leadHistories, shadowScores }: EvidencePorts,
  orgId: string,
  shadow: Pick<ShadowModel, 'modelId' | 'startedAt'>,
  activeId: string,
  { goal, horizonDays }: PredictedGoal,
  now: Instant,
  progress: Progress,
): Promise<PairedEvidence | undefined> {
  const pairs = await shadowScores.read(orgId, { modelId: shadow.modelId, besideModelId: activeId });
  const since = pairs.filter(({ scoredAt }) => scoredAt >= shadow.startedAt);
  const bySubject = new Map(since.map((pair) => [pair.subjectId, pair]));
  const rows: { own: number; theirs: number; day: number; wait: number }[] = [];
  const known: { wait: number; age: number }[] = [];
  let read = 0;
  for await (const chunk of leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK)) {
    for (const history of chunk) {
      const reachedAt = goalReachedAt(history, goal);
      const { createdAt, isDeleted, leadId } = history;
      const pair = bySubject.get(leadId);
      if (
        reachedAt !== null &&
        reachedAt <= shadow.startedAt &&
        createdAt > shadow.startedAt - DELAY_WINDOW_DAYS * DAY_MS
      ) {
        known.push({ wait: (reachedAt - createdAt) / DAY_MS, age: (shadow.startedAt - createdAt) / DAY_MS });
      }
      if (!pair || isDeleted || pair.scoredAt - createdAt > MAX_AGE_DAYS * DAY_MS) continue;
      if (reachedAt !== null && reachedAt <= pair.scoredAt) continue;
      const wait = reachedAt !== null && reachedAt <= now ? (reachedAt - pair.scoredAt) / DAY_MS : Number.NaN;
      rows.push({ own: pair.probability, theirs: pair.besideProbability, day: pair.scoredAt / DAY_MS, wait });
    }
    progress.update('compare', (read += chunk.length));
  }
  const waits = known.map(({ wait }) => wait);
  const ages = known.map(({ age }) => age);
  const delays = unlessTooFew(() => delayDistribution(waits, ages, horizonDays));
  if (!delays) return undefined;
  return pairedEvidence(
    {
      challenger: rows.map(({ own }) => own),
      incumbent: rows.map(({ theirs }) => theirs),
      days: rows.map(({ day }) => day),
      waitDays: rows.map(({ wait }) => wait),
    },
    delays,
    now / DAY_MS,
  );
}
