import { serialize } from 'node:v8';
import type { Instant } from '@leadlight/lead-features';
import type { BucketPorts, DoBucket } from '../buckets/share-run.ts';
import { withoutWithheld } from '../experiments/withhold-scores.ts';
import type { FieldLoss } from '../field-health/field-loss.ts';
import type {
  BucketRun,
  ExperimentStore,
  LeadBucket,
  LeadHistoryStore,
  LeadScoreUpdate,
  Outbox,
  ScoreLogEntry,
  ShadowScore,
} from '../ports/index.ts';
import { readAhead } from '../read-ahead.ts';
import { scoreBatch } from './batch-scores.ts';
import { OpenLeadRanks } from './open-lead-ranks.ts';
import { rankingKeyOf, withOpenLeads } from './ranking-key.ts';
import type { ScoringModel } from './scoring-model.ts';
import type { ShadowScoring } from './shadow-scoring.ts';

export interface ScoreBucketPorts {
  readonly bucketRuns: BucketPorts['bucketRuns'];
  readonly leadHistories: Pick<LeadHistoryStore, 'readHistories'>;
  readonly outbox: Pick<Outbox, 'enqueue'>;
  readonly experiments: Pick<ExperimentStore, 'enrol' | 'findLeads'>;
}

/** What every process scores with: all leads as of one instant and by one ranking, whichever process scores which. */
export interface ScoringPayload {
  readonly rankingKey: string;
  /** Before anything was read. */
  readonly now: Instant;
  /** The latest mark of a changed lead by then. */
  readonly mark: number;
  /** Absent while the leads are ranked. */
  readonly openLeads?: readonly number[];
}

/** What was scored of a bucket. */
export interface BucketScores {
  readonly scored: number;
  readonly queued: number;
  readonly held: number;
  readonly unranked: Readonly<Record<string, number>>;
  readonly losses: readonly FieldLoss[];
  /** Of the ranked leads. */
  readonly probabilities: Float64Array;
  /** The most likely to convert; of several, the first. */
  readonly best?: { readonly leadId: string; readonly probability: number };
}

/** Collects the probabilities of ranked leads, for their ranks. */
export const RANK_RUN = 'rank';
/** Scores, logs and queues leads. */
export const SCORE_RUN = 'score';
const LEADS_PER_CHUNK = 200;

/** Who scores the leads of an org. */
export interface BucketScorer {
  readonly orgId: string;
  readonly model: ScoringModel;
  readonly shadow: Pick<ShadowScoring, 'score'>;
}

/** @returns what a process does with a bucket of the run; undefined if its model or ranking is not the run's */
export function scoringWork(
  ports: ScoreBucketPorts,
  { runId, kind, payload }: BucketRun<ScoringPayload>,
  { orgId, model, shadow }: BucketScorer,
): DoBucket | undefined {
  if (rankingKeyOf(model) !== payload.rankingKey) return undefined;
  if (kind === RANK_RUN) return (bucket) => rankBucket(ports, { orgId, model, runId }, payload.now, bucket);
  const scorer = { orgId, shadow, runId, model: withOpenLeads(model, payload.openLeads) };
  return (bucket) => scoreBucket(ports, scorer, payload.now, bucket);
}

async function rankBucket(
  { bucketRuns, leadHistories }: ScoreBucketPorts,
  { orgId, model, runId }: Pick<BucketScorer, 'orgId' | 'model'> & { readonly runId: string },
  now: Instant,
  { bucket, ...range }: LeadBucket,
): Promise<void> {
  const ranks = new OpenLeadRanks();
  for await (const histories of readAhead(leadHistories.readHistories(orgId, 'open', LEADS_PER_CHUNK, range))) {
    await ranks.addRanked(model, histories, now);
  }
  await bucketRuns.save(orgId, { runId, bucket, resultOf: () => serialize(ranks.probabilities()) });
}

/** Where one chunk shows that all numbers of a field were multiplied, leads of later chunks of the bucket are held back as well. */
async function scoreBucket(
  { leadHistories, outbox, experiments }: ScoreBucketPorts,
  { orgId, model, shadow, runId }: BucketScorer & { readonly runId: string },
  now: Instant,
  { bucket, ...range }: LeadBucket,
): Promise<void> {
  const losses = new Map<string, FieldLoss>(model.losses?.map((loss) => [loss.field, loss]));
  const entries: ScoreLogEntry[] = [];
  const updates: LeadScoreUpdate[] = [];
  const written: LeadScoreUpdate[] = [];
  const shadowScores: ShadowScore[] = [];
  let held = 0;
  for await (const histories of readAhead(leadHistories.readHistories(orgId, 'open', LEADS_PER_CHUNK, range))) {
    const scores = await scoreBatch({ ...model, losses: [...losses.values()] }, histories, now, 'batch');
    for (const loss of scores.losses) losses.set(loss.field, loss);
    entries.push(...scores.entries);
    updates.push(...scores.updates);
    shadowScores.push(...(await shadow.score(orgId, model.entry, scores.updates, histories, now)));
    written.push(...(await withoutWithheld(experiments, orgId, model.experiment, scores.updates, histories, now)));
    held += scores.held;
  }
  const counts = { ...countsOf(updates), held, losses: held > 0 ? [...losses.values()] : [] };
  const resultOf = (queued: number) => serialize({ ...counts, queued } satisfies BucketScores);
  await outbox.enqueue(orgId, entries, written, [], shadowScores, { runId, bucket, resultOf });
}

function countsOf(
  updates: readonly LeadScoreUpdate[],
): Pick<BucketScores, 'scored' | 'unranked' | 'probabilities' | 'best'> {
  const unranked: Record<string, number> = {};
  for (const { unranked: code } of updates) if (code !== null) unranked[code] = (unranked[code] ?? 0) + 1;
  const ranked = updates.filter((update) => update.unranked === null);
  const best = ranked.reduce<LeadScoreUpdate | undefined>(
    (before, update) => (update.probability > (before?.probability ?? -1) ? update : before),
    undefined,
  );
  return {
    scored: updates.length,
    unranked,
    probabilities: Float64Array.from(ranked, ({ probability }) => probability),
    ...(best && { best: { leadId: best.leadId, probability: best.probability } }),
  };
}
