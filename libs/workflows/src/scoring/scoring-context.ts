import { hash } from 'node:crypto';
import type { BandShares, ScoreSettings } from '@leadlight/lead-score';
import type { ScoringModel } from './scoring-model.ts';

/**
 * What a score depends on in addition to the model file and the row. The log stores each context once, under the hash of its JSON,
 * so that a score can be computed again.
 */
export interface ScoringContext {
  readonly threshold: number;
  readonly maxReasons: number;
  /** Absent = the default shares. */
  readonly bandShares?: BandShares;
  /** Absent = the model's reference. */
  readonly openLeads?: readonly number[];
}

interface StoredContext {
  readonly contextId: string;
  readonly contextText: string;
}

interface CachedContext extends StoredContext {
  readonly threshold: number;
  readonly maxReasons: number;
}

/**
 * By ranking, or by model where there is none. A model keeps its ranking for a second or longer, so that its open leads, a thousand
 * numbers, are not written as text and hashed for every score.
 */
const cached = new WeakMap<object, CachedContext[]>();
const MAX_CACHED = 32;

/** The context of the scores by this model. */
export function storedContextOf(
  { model, threshold, ranking }: Pick<ScoringModel, 'model' | 'threshold' | 'ranking'>,
  maxReasons: number,
): StoredContext {
  const key = ranking ?? model;
  let contexts = cached.get(key);
  if (!contexts || contexts.length >= MAX_CACHED) cached.set(key, (contexts = []));
  const found = contexts.find((each) => each.threshold === threshold && each.maxReasons === maxReasons);
  if (found) return found;
  const { bandShares, openLeads } = ranking ?? {};
  const contextText = JSON.stringify({ threshold, maxReasons, bandShares, openLeads } satisfies ScoringContext);
  const contextId = hash('sha256', contextText).slice(0, 32);
  contexts.push({ threshold, maxReasons, contextId, contextText });
  return contexts.at(-1)!;
}

/** The settings that `scoreRows` takes. */
export const scoreSettingsOf = (contextText: string): ScoreSettings => JSON.parse(contextText) as ScoringContext;
