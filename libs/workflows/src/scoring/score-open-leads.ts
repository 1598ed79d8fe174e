import type {
  Clock,
  CrmUsers,
  ExperimentStore,
  LeadHistoryStore,
  JobClaims,
  ModelStore,
  OrgStore,
  Outbox,
  Progress,
  ScoringSettingsStore,
  ShadowModelStore,
  UnscoredLeads,
} from '../ports/index.ts';
import type { Instant, LeadHistory } from '@leadlight/lead-features';
import type { FieldLoss } from '../field-health/field-loss.ts';
import { withoutWithheld } from '../experiments/withhold-scores.ts';
import { BUCKET_SIZES, type BucketSizes } from '../buckets/bucket-sizes.ts';
import type { BucketPorts } from '../buckets/share-run.ts';
import { withJob } from '../with-job.ts';
import { readAhead } from '../read-ahead.ts';
import { ActiveModels } from './active-models.ts';
import { scoreBatch, type BatchScores } from './batch-scores.ts';
import { OpenLeadRanks } from './open-lead-ranks.ts';
import { rankingKeyOf, withOpenLeads } from './ranking-key.ts';
import { scoreInBuckets } from './score-buckets.ts';
import type { ScoringModel } from './scoring-model.ts';
import { ShadowScoring } from './shadow-scoring.ts';

export interface ScoreOpenLeadsPorts {
  readonly models: ModelStore;
  readonly experiments: Pick<ExperimentStore, 'findOpen' | 'enrol' | 'findLeads'>;
  readonly shadowModels: Pick<ShadowModelStore, 'listOpen' | 'noteFailure'>;
  readonly crmUsers: Pick<CrmUsers, 'names'>;
  readonly leadHistories: LeadHistoryStore;
  readonly unscoredLeads: UnscoredLeads;
  readonly outbox: Outbox;
  readonly claims: JobClaims;
  readonly bucketRuns: BucketPorts['bucketRuns'];
  readonly jobQueue: BucketPorts['jobQueue'];
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly clock: Clock;
}

export interface OpenLeadsScored {
  readonly scored: number;
  /** Waiting to be written to the CRM, because they differ from what was last written. */
  readonly queued: number;
  /** How many of them are left out of lists by score, by the contract's code of the reason. */
  readonly unranked: Readonly<Record<string, number>>;
  /** Open leads whose score is held back, because a field that the model reads has been lost. */
  readonly held: number;
  /** These fields; absent if nothing is held back. */
  readonly losses?: readonly FieldLoss[];
  /** The ranked lead most likely to convert; absent if there is none. */
  readonly best?: { readonly leadId: string; readonly probability: number };
}

/** The histories of all open leads, which something else has just read. */
export interface OpenLeadsRead {
  readonly histories: readonly LeadHistory[];
  /** Before they were read. */
  readonly readAt: Instant;
  /** The latest mark of a changed lead before they were read. */
  readonly mark: number;
}

export interface ScoreOpenLeadsOptions {
  /** Shared with concurrent scoring in this process, so that neither uses an older model than the other. */
  readonly active?: Pick<ActiveModels, 'get'>;
  /** Shared as well, so that each model is read once. */
  readonly shadow?: Pick<ShadowScoring, 'score'>;
  /** Stops between two chunks, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Ranks and scores these histories if no lead has changed since they were read. */
  readonly read?: OpenLeadsRead;
  /**
   * Called once the leads most likely to convert are queued; only where this run ranks the leads first, and so knows which they
   * are. The other leads are queued when it has resolved.
   */
  readonly onBestQueued?: (best: OpenLeadsScored['best']) => void | Promise<void>;
  /** From how many open leads on they are scored in buckets, which other workers share. */
  readonly sizes?: BucketSizes;
}

const LEADS_PER_CHUNK = 200;
/** What the first ranking reads is kept for the scoring after it up to this many leads, some 5 KB each. */
const MAX_KEPT_LEADS = 10_000;

interface OpenLeadChunk {
  readonly histories: readonly LeadHistory[];
  /** Before they were read, so that a score of a later change is newer than theirs. */
  readonly now: Instant;
}

interface ScoredChunk extends OpenLeadChunk, BatchScores {}

/**
 * Scores every open lead with the active model, logs the scores, and queues those that changed for the CRM. Scores are
 * percentile ranks among the ranked open leads, so that the bands hold their shares. If another model becomes active during
 * the run, it starts again, so that no lead keeps a score of the former model. Other processes may score the same leads at
 * the same time; the most recent read of a lead wins.
 * @throws WorkflowError `no_active_model`, `work_in_progress`; the error of a lost claim
 */
export async function scoreOpenLeads(
  ports: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
  options: ScoreOpenLeadsOptions = {},
): Promise<OpenLeadsScored> {
  const active = options.active ?? new ActiveModels(ports);
  const shadow = options.shadow ?? new ShadowScoring(ports);
  return withJob(ports.claims, orgId, 'scoring', async (lost) => {
    const stop = options.signal ? AbortSignal.any([lost, options.signal]) : lost;
    for (;;) {
      const scored = await scoreWithOneModel(ports, orgId, progress, { ...options, active, shadow }, stop);
      if (scored) return scored;
    }
  });
}

/**
 * Scores all open leads once, and a second time where the bands would otherwise miss the shares that they promise.
 * @returns undefined if another model or ranking became active during the run
 */
async function scoreWithOneModel(
  ports: ScoreOpenLeadsPorts,
  orgId: string,
  progress: Progress,
  {
    active,
    shadow,
    read,
    onBestQueued,
    sizes = BUCKET_SIZES,
  }: ScoreOpenLeadsOptions & Required<Pick<ScoreOpenLeadsOptions, 'active' | 'shadow'>>,
  stop: AbortSignal,
): Promise<OpenLeadsScored | undefined> {
  const { unscoredLeads, models } = ports;
  const model = await active.get(orgId);
  const run: Run = {
    ...{ ports, orgId, progress, shadow, stop },
    isStillActive: async () => rankingKeyOf(await active.get(orgId)) === rankingKeyOf(model),
  };
  const { open } = await ports.leadHistories.countLeads(orgId);
  if (open >= sizes.largeFrom) return scoreLargeOrg(run, model, open, sizes);
  const lastMark = await unscoredLeads.latest(orgId);
  const chunks = read?.mark === lastMark ? chunksOf(read.histories, read.readAt) : readAhead(readOpenLeads(run));
  const first = model.ranking && !model.ranking.openLeads ? await rankOpenLeads(run, model, chunks) : undefined;
  const openLeads = first?.openLeads ?? model.ranking?.openLeads;
  let result = first?.bestFirst
    ? await scoreRanked(run, withOpenLeads(model, openLeads), first.bestFirst, onBestQueued)
    : await scoreRanked(run, withOpenLeads(model, openLeads), first ? readAhead(readOpenLeads(run)) : chunks);
  const newest =
    openLeads && result?.ranks.missesShares(openLeads, model.ranking?.bandShares) && result.ranks.quantiles();
  if (newest) {
    await models.saveOpenLeads(orgId, model.entry.id, newest);
    result = await scoreRanked(run, withOpenLeads(model, newest), readAhead(readOpenLeads(run)));
  }
  stop.throwIfAborted();
  if (!result || !(await run.isStillActive())) return undefined;
  await unscoredLeads.forgetUpTo(orgId, lastMark);
  return result.counts;
}

/** Stops work on a run whose model or ranking has been replaced. */
class NoLongerActive extends Error {}

async function scoreLargeOrg(
  { ports, orgId, progress, shadow, stop, isStillActive }: Run,
  model: ScoringModel,
  open: number,
  sizes: BucketSizes,
): Promise<OpenLeadsScored | undefined> {
  const { unscoredLeads, clock } = ports;
  const payload = {
    rankingKey: rankingKeyOf(model),
    now: clock.now(),
    mark: await unscoredLeads.latest(orgId),
  };
  try {
    const { counts, mark } = await scoreInBuckets(ports, {
      ...{ orgId, model, shadow, payload, stop, sizes },
      onDone: (done, all) => progress.update('score', Math.round((open * done) / all), open),
      async requireActive() {
        if (!(await isStillActive())) throw new NoLongerActive();
      },
    });
    if (!(await isStillActive())) return undefined;
    await unscoredLeads.forgetUpTo(orgId, mark);
    return counts;
  } catch (error) {
    if (error instanceof NoLongerActive) return undefined;
    throw error;
  }
}

interface Run {
  readonly ports: ScoreOpenLeadsPorts;
  readonly orgId: string;
  readonly progress: Progress;
  readonly shadow: Pick<ShadowScoring, 'score'>;
  readonly stop: AbortSignal;
  isStillActive(): Promise<boolean>;
}

async function* readOpenLeads({ ports: { leadHistories, clock }, orgId }: Run): AsyncGenerator<OpenLeadChunk> {
  let now = clock.now();
  for await (const histories of leadHistories.readHistories(orgId, 'open', LEADS_PER_CHUNK)) {
    yield { histories, now };
    now = clock.now();
  }
}

function chunksOf(leads: readonly LeadHistory[], now: Instant): OpenLeadChunk[] {
  const chunks: OpenLeadChunk[] = [];
  for (let start = 0; start < leads.length; start += LEADS_PER_CHUNK) {
    chunks.push({ histories: leads.slice(start, start + LEADS_PER_CHUNK), now });
  }
  return chunks;
}

/**
 * The first ranking of the org's open leads by a model, from their probabilities alone.
 * @returns the probabilities at evenly spaced ranks, undefined if there are too few leads; and the histories that were read, those
 * most likely to convert first, unless there are too many
 */
async function rankOpenLeads(
  run: Run,
  model: ScoringModel,
  chunks: Iterable<OpenLeadChunk> | AsyncIterable<OpenLeadChunk>,
): Promise<{ readonly openLeads?: readonly number[]; readonly bestFirst?: readonly OpenLeadChunk[] }> {
  const ranks = new OpenLeadRanks();
  const kept: { readonly history: LeadHistory; readonly probability: number | undefined }[] = [];
  let leads = 0;
  let firstRead: Instant | undefined;
  for await (const { histories, now } of chunks) {
    run.stop.throwIfAborted();
    firstRead ??= now;
    leads += histories.length;
    const probabilities = await ranks.addRanked(model, histories, now);
    if (leads > MAX_KEPT_LEADS) kept.length = 0;
    else histories.forEach((history, i) => kept.push({ history, probability: probabilities[i] }));
  }
  const openLeads = ranks.quantiles();
  if (openLeads) await run.ports.models.saveOpenLeads(run.orgId, model.entry.id, openLeads);
  if (leads > MAX_KEPT_LEADS || firstRead === undefined) return { openLeads };
  kept.sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1));
  const bestFirst = chunksOf(
    kept.map(({ history }) => history),
    firstRead,
  );
  return { openLeads, bestFirst };
}

/**
 * Yields undefined at last where another model or ranking became active.
 * @param losses a shift that one chunk shows is added, and holds back the leads of later chunks as well
 */
async function* scoreChunks(
  { stop, isStillActive }: Run,
  model: ScoringModel,
  chunks: Iterable<OpenLeadChunk> | AsyncIterable<OpenLeadChunk>,
  losses: Map<string, FieldLoss>,
): AsyncGenerator<ScoredChunk | undefined> {
  for await (const chunk of chunks) {
    stop.throwIfAborted();
    if (!(await isStillActive())) return yield undefined;
    const scores = await scoreBatch({ ...model, losses: [...losses.values()] }, chunk.histories, chunk.now, 'batch');
    for (const loss of scores.losses) losses.set(loss.field, loss);
    yield { ...chunk, ...scores };
  }
}

/**
 * Scores the next chunk while one is queued.
 * @returns undefined if another model or ranking became active during the run
 */
async function scoreRanked(
  run: Run,
  model: ScoringModel,
  chunks: Iterable<OpenLeadChunk> | AsyncIterable<OpenLeadChunk>,
  onFirstQueued: (best: OpenLeadsScored['best']) => void | Promise<void> = () => undefined,
): Promise<{ readonly counts: OpenLeadsScored; readonly ranks: OpenLeadRanks } | undefined> {
  const { ports, orgId, progress, shadow } = run;
  const { leadHistories, outbox, experiments } = ports;
  const { open } = await leadHistories.countLeads(orgId);
  const ranks = new OpenLeadRanks();
  const unranked: Record<string, number> = {};
  let [scored, queued, held] = [0, 0, 0];
  const losses = new Map<string, FieldLoss>(model.losses?.map((loss) => [loss.field, loss]));
  let best: OpenLeadsScored['best'];
  for await (const chunk of readAhead(scoreChunks(run, model, chunks, losses))) {
    if (!chunk) return undefined;
    const { histories, now, entries, updates } = chunk;
    const shadowScores = await shadow.score(orgId, model.entry, updates, histories, now);
    const written = await withoutWithheld(experiments, orgId, model.experiment, updates, histories, now);
    queued += await outbox.enqueue(orgId, entries, written, [], shadowScores);
    const isFirst = scored + held === 0;
    scored += updates.length;
    held += chunk.held;
    for (const { leadId, probability, unranked: code } of updates) {
      if (code !== null) unranked[code] = (unranked[code] ?? 0) + 1;
      else {
        ranks.add(probability);
        if (probability > (best?.probability ?? -1)) best = { leadId, probability };
      }
    }
    progress.update('score', scored, open);
    if (isFirst) await onFirstQueued(best);
  }
  const counts = { scored, queued, unranked, held, ...(held > 0 && { losses: [...losses.values()] }), best };
  return { counts, ranks };
}
