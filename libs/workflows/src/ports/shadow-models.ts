import type { Instant } from '@leadlight/lead-features';

/**
 * Why a model scores silently: a `challenger` may replace the active model, a `former` one was replaced and may come back.
 */
export type ShadowRole = 'challenger' | 'former';

/**
 * How it ended: `promoted` or `restored`: it is active now; `worse`: evidence that it is not better; `expired`: none after the
 * longest time; `stopped` by a person; `replaced` by another model.
 */
export type ShadowEnd = 'promoted' | 'restored' | 'worse' | 'expired' | 'stopped' | 'replaced';

/** A model that scores leads next to the active one; nobody sees its scores. */
export interface ShadowModel {
  readonly modelId: string;
  readonly role: ShadowRole;
  /** The model that was active when it started. */
  readonly besideModelId: string;
  readonly startedAt: Instant;
  /** `cli`, `training`, `api:<key id>` */
  readonly startedBy: string;
  readonly endedAt: Instant | null;
  readonly endedAs: ShadowEnd | null;
  /** What is known so far, or the decision was made on; plain JSON. null = not compared yet. */
  readonly evidence: unknown;
  /** Why it could not score at the last attempt; null = it could. */
  readonly failure: string | null;
}

export interface ShadowModelStore {
  /** Ends the open one of the same role as `replaced`. */
  start(
    orgId: string,
    model: Pick<ShadowModel, 'modelId' | 'role' | 'besideModelId' | 'startedAt' | 'startedBy'>,
  ): Promise<void>;
  /** @returns false if none of this role and model is open */
  end(
    orgId: string,
    model: Pick<ShadowModel, 'modelId' | 'role'>,
    end: { readonly endedAt: Instant; readonly endedAs: ShadowEnd; readonly evidence?: unknown },
  ): Promise<boolean>;
  /** Keeps what is known so far of an open one. */
  noteEvidence(orgId: string, model: Pick<ShadowModel, 'modelId' | 'role'>, evidence: unknown): Promise<void>;
  /** At most one of each role. */
  listOpen(orgId: string): Promise<readonly ShadowModel[]>;
  /** The newest first. */
  list(orgId: string, limit: number): Promise<readonly ShadowModel[]>;
  /** @param failure null = it works again */
  noteFailure(orgId: string, modelId: string, failure: string | null): Promise<void>;
}

/** One lead, scored by two models on the same snapshot. */
export interface ShadowScore {
  readonly subjectId: string;
  readonly modelId: string;
  readonly probability: number;
  /** The active model. */
  readonly besideModelId: string;
  readonly besideProbability: number;
  readonly scoredAt: Instant;
  /** SHA-256 of the shadow model's row. */
  readonly inputHash: string;
}

export interface ShadowScores {
  /** Of each lead, the first scores by a pair of models; those of later states are not stored. The oldest first. */
  read(
    orgId: string,
    pair: Pick<ShadowScore, 'modelId' | 'besideModelId'>,
  ): Promise<readonly Pick<ShadowScore, 'subjectId' | 'probability' | 'besideProbability' | 'scoredAt'>[]>;
}
