import { DAY_MS } from '@leadlight/common';

/** What decides whether a training is due. Times in milliseconds. */
export interface TrainingFacts {
  readonly now: number;
  /** When the active model was trained; undefined = there is none. */
  readonly trainedAt: number | undefined;
  /** When a training was last attempted; null = never. */
  readonly lastTrainingAttemptAt: number | null;
  readonly needsRetraining: boolean;
}

/** What the schedule reads of the output of `leadlight check --json`. */
export interface CheckOutput {
  readonly model?: { readonly trainedAt: number };
  readonly needsRetraining?: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Errors of a check that mean there is no model yet. */
const NO_MODEL_YET = ['org_not_synced', 'org_not_stored', 'no_active_model', 'no_org'];

/**
 * Why the check failed; undefined where it did not. An unreachable storage must never look like an org without a model:
 * a first model is activated without a comparison.
 */
export const checkFailure = ({ error }: CheckOutput): string | undefined =>
  error && !NO_MODEL_YET.includes(error.code) ? error.message : undefined;

/**
 * The training that is due: the first model as soon as possible, a new one every `everyDays`, and earlier, but at most
 * daily, where the check says that the active model no longer fits.
 */
export function dueTraining(facts: TrainingFacts, everyDays: number): 'train' | 'retrain' | undefined {
  const { now, trainedAt, needsRetraining } = facts;
  if (!isOlderThanADay(now, facts.lastTrainingAttemptAt)) return undefined;
  if (trainedAt === undefined) return 'train';
  const ageMs = ageOf(now, trainedAt);
  return ageMs >= everyDays * DAY_MS || (needsRetraining && ageMs >= DAY_MS) ? 'retrain' : undefined;
}

/** @param lastAt null = never */
export const isOlderThanADay = (now: number, lastAt: number | null): boolean =>
  lastAt === null || ageOf(now, lastAt) >= DAY_MS;

/** A time in the future was stored before the clock was set back: work must not wait until the clock is there again. */
const ageOf = (now: number, at: number): number => Math.abs(now - at);
