/** What the schedule knows when it wakes up. Times in milliseconds. */
export interface ScheduleState {
  readonly now: number;
  /** When the active model was trained; undefined = there is none. */
  readonly trainedAt: number | undefined;
  /** When a retraining was last tried; undefined = not since the service started. */
  readonly triedAt: number | undefined;
  readonly needsRetraining: boolean;
}

export type ScheduledStep = 'train' | 'retrain' | 'nothing';

/** What `leadlight check --json` answers, as far as the schedule reads it. */
export interface CheckOutput {
  readonly model?: { readonly trainedAt: number };
  readonly needsRetraining?: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Refusals that say there is no model yet: nothing synced, or nothing trained. */
const NO_MODEL_YET = ['org_not_synced', 'no_active_model', 'options'];

/**
 * Why the check tells nothing; undefined where it does. A storage that is away must never pass for an org without a model:
 * a first model is made active without being compared.
 */
export const checkFailure = ({ error }: CheckOutput): string | undefined =>
  error && !NO_MODEL_YET.includes(error.code) ? error.message : undefined;

const DAY_MS = 86_400_000;

/**
 * What is due: the first model as soon as there can be one, a new one every `everyDays`, and sooner, though not more than
 * daily, where the daily check says that the active one no longer fits.
 */
export function dueStep({ now, trainedAt, triedAt, needsRetraining }: ScheduleState, everyDays: number): ScheduledStep {
  if (triedAt !== undefined && now - triedAt < DAY_MS) return 'nothing';
  if (trainedAt === undefined) return 'train';
  const age = now - trainedAt;
  if (age >= everyDays * DAY_MS) return 'retrain';
  return needsRetraining && age >= DAY_MS ? 'retrain' : 'nothing';
}

/** Whether what is done once a day is due. @param lastAt undefined = not since the service started */
export const isDailyWorkDue = (now: number, lastAt: number | undefined): boolean =>
  lastAt === undefined || now - lastAt >= DAY_MS;
