import { hash } from 'node:crypto';
import { deserialize } from 'node:v8';
import { BUCKET_SIZES, RUN_MAX_AGE_MS, type BucketSizes } from '../buckets/bucket-sizes.ts';
import { shareRun, type BucketPorts } from '../buckets/share-run.ts';
import type { FieldLoss } from '../field-health/field-loss.ts';
import type { ModelStore } from '../ports/index.ts';
import { OpenLeadRanks } from './open-lead-ranks.ts';
import {
  RANK_RUN,
  SCORE_RUN,
  scoringWork,
  type BucketScorer,
  type BucketScores,
  type ScoreBucketPorts,
  type ScoringPayload,
} from './score-bucket.ts';
import type { OpenLeadsScored } from './score-open-leads.ts';

export interface ScoreBucketsPorts extends ScoreBucketPorts, BucketPorts {
  readonly models: Pick<ModelStore, 'saveOpenLeads'>;
}

/** A run over all open leads, shared with other processes. */
export interface BucketScoring extends BucketScorer {
  readonly payload: Omit<ScoringPayload, 'openLeads'>;
  readonly stop: AbortSignal;
  readonly sizes?: BucketSizes;
  onDone?(done: number, all: number): void;
  /** @throws if another model or ranking became active */
  requireActive(): Promise<void>;
}

/**
 * Scores the open leads of a large org in buckets, together with other workers: ranks them first where the model has not ranked any, and
 * scores them again where the bands would otherwise miss their shares.
 * @returns the counts, and the mark up to which changed leads were scored
 */
export async function scoreInBuckets(
  ports: ScoreBucketsPorts,
  scoring: BucketScoring,
): Promise<{ readonly counts: OpenLeadsScored; readonly mark: number }> {
  const { orgId, model } = scoring;
  const saveRanks = (openLeads: readonly number[]) => ports.models.saveOpenLeads(orgId, model.entry.id, openLeads);
  let openLeads = model.ranking?.openLeads;
  if (model.ranking && !openLeads) {
    openLeads = (await rankAll(ports, scoring)).quantiles();
    if (openLeads) await saveRanks(openLeads);
  }
  const first = await scoreAll(ports, scoring, openLeads);
  const newest = openLeads && first.ranks.missesShares(openLeads, model.ranking?.bandShares) && first.ranks.quantiles();
  if (!newest) return first;
  await saveRanks(newest);
  return scoreAll(ports, scoring, newest);
}

async function rankAll(ports: ScoreBucketsPorts, scoring: BucketScoring): Promise<OpenLeadRanks> {
  const ranks = new OpenLeadRanks();
  await overAllBuckets(ports, scoring, RANK_RUN, scoring.payload, (result) => {
    for (const probability of result as Float64Array) ranks.add(probability);
  });
  return ranks;
}

async function scoreAll(
  ports: ScoreBucketsPorts,
  scoring: BucketScoring,
  openLeads: readonly number[] | undefined,
): Promise<{ readonly counts: OpenLeadsScored; readonly mark: number; readonly ranks: OpenLeadRanks }> {
  const ranks = new OpenLeadRanks();
  const unranked: Record<string, number> = {};
  const losses = new Map<string, FieldLoss>();
  let [scored, queued, held] = [0, 0, 0];
  let best: OpenLeadsScored['best'];
  const { mark } = await overAllBuckets(ports, scoring, SCORE_RUN, { ...scoring.payload, openLeads }, (result) => {
    const bucket = result as BucketScores;
    scored += bucket.scored;
    queued += bucket.queued;
    held += bucket.held;
    for (const [code, leads] of Object.entries(bucket.unranked)) unranked[code] = (unranked[code] ?? 0) + leads;
    for (const loss of bucket.losses) losses.set(loss.field, loss);
    for (const probability of bucket.probabilities) ranks.add(probability);
    if (bucket.best && bucket.best.probability > (best?.probability ?? -1)) best = bucket.best;
  });
  const counts = { scored, queued, unranked, held, ...(held > 0 && { losses: [...losses.values()] }), best };
  return { counts, mark, ranks };
}

/** @returns the payload of the run: of an interrupted one that this continues, what it was started with */
async function overAllBuckets(
  ports: ScoreBucketsPorts,
  { stop, onDone, requireActive, sizes = BUCKET_SIZES, ...scorer }: BucketScoring,
  kind: string,
  payload: ScoringPayload,
  addResult: (result: unknown) => void,
): Promise<ScoringPayload> {
  const { bucketRuns } = ports;
  const { orgId } = scorer;
  const { leadsPerBucket } = sizes;
  const key = hash('sha256', JSON.stringify([payload.rankingKey, payload.openLeads]));
  const started = { kind, key, payload, which: 'open', leadsPerBucket, maxAgeMs: RUN_MAX_AGE_MS } as const;
  const run = await bucketRuns.start<ScoringPayload>(orgId, started);
  const doBucket = scoringWork(ports, run, scorer)!;
  const whileActive: typeof doBucket = async (bucket) => {
    await requireActive();
    await doBucket(bucket);
  };
  await shareRun(ports, orgId, run, whileActive, stop, onDone);
  for await (const result of bucketRuns.results(orgId, run.runId)) addResult(deserialize(result));
  await bucketRuns.end(orgId, run.runId);
  return run.payload;
}
