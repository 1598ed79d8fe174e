import type { PastScore } from '@salesforce/apex/LeadScoreController.listScores';

export type { PastScore };
type Reason = PastScore['reasons'][number];

/** The feature whose points moved most in the direction of the score. */
export interface Cause {
  readonly before: Reason | undefined;
  readonly now: Reason | undefined;
}

export interface ScoreChange {
  readonly points: number;
  /** The score to compare with. */
  readonly past: PastScore;
  readonly cause: Cause | undefined;
  readonly newModel: boolean;
}

/**
 * How the newest score differs from the latest one before `lastVisit`, or else from the oldest.
 * @param scores newest first
 * @returns undefined if there is nothing to compare with
 */
export function changeSince(scores: readonly PastScore[], lastVisit: number | undefined): ScoreChange | undefined {
  const [now, ...older] = scores;
  const past =
    older.find(({ scoredAt }) => lastVisit !== undefined && Date.parse(scoredAt) <= lastVisit) ?? older.at(-1);
  if (!now || !past) return undefined;
  const points = now.score - past.score;
  return { points, past, cause: causeOf(past, now, points), newModel: past.model.id !== now.model.id };
}

/** The reasons of two models cannot be compared, because their baselines differ. */
function causeOf(past: PastScore, now: PastScore, points: number): Cause | undefined {
  if (points === 0 || past.model.id !== now.model.id) return undefined;
  const fields = new Set([...past.reasons, ...now.reasons].map(({ field }) => field));
  let strongest: Cause | undefined;
  let maxMove = 0;
  for (const field of fields) {
    const cause = { before: reasonOfField(past, field), now: reasonOfField(now, field) };
    const moved = Math.sign(points) * ((cause.now?.points ?? 0) - (cause.before?.points ?? 0));
    if (moved > maxMove && valueChanged(cause)) {
      maxMove = moved;
      strongest = cause;
    }
  }
  return strongest;
}

function reasonOfField({ reasons }: PastScore, field: string): Reason | undefined {
  return reasons.find((reason) => reason.field === field);
}

/** Only a feature that both scores name, with different values, explains the change. */
function valueChanged({ before, now }: Cause): boolean {
  return before !== undefined && now !== undefined && before.feature === now.feature && before.value !== now.value;
}
