import type { LeadScoreHistory } from '@leadlight/contract';

export type PastScore = LeadScoreHistory['scores'][number];
type Reason = PastScore['reasons'][number];

/** The fact whose points moved most in the direction in which the score went. */
export interface Cause {
  readonly before: Reason | undefined;
  readonly now: Reason | undefined;
}

export interface ScoreChange {
  readonly points: number;
  /** The score that is compared with. */
  readonly past: PastScore;
  readonly cause: Cause | undefined;
  readonly newModel: boolean;
}

/**
 * How the newest score differs from the one that was known at `lastVisit`, else from the oldest.
 * @param scores newest first
 * @returns undefined where there is nothing to compare with
 */
export function changeSince(scores: readonly PastScore[], lastVisit: number | undefined): ScoreChange | undefined {
  const [now, ...older] = scores;
  const past =
    older.find(({ scoredAt }) => lastVisit !== undefined && Date.parse(scoredAt) <= lastVisit) ?? older.at(-1);
  if (!now || !past) return undefined;
  const points = now.score - past.score;
  return { points, past, cause: causeOf(past, now, points), newModel: past.model.id !== now.model.id };
}

/** Reasons of two models do not compare: their baselines differ. */
function causeOf(past: PastScore, now: PastScore, points: number): Cause | undefined {
  if (points === 0 || past.model.id !== now.model.id) return undefined;
  const fields = new Set([...past.reasons, ...now.reasons].map(({ field }) => field));
  let strongest: Cause | undefined;
  let most = 0;
  for (const field of fields) {
    const cause = { before: ofField(past, field), now: ofField(now, field) };
    const moved = Math.sign(points) * ((cause.now?.points ?? 0) - (cause.before?.points ?? 0));
    if (moved > most && valueChanged(cause)) {
      most = moved;
      strongest = cause;
    }
  }
  return strongest;
}

function ofField({ reasons }: PastScore, field: string): Reason | undefined {
  return reasons.find((reason) => reason.field === field);
}

/** Only a fact that both scores name, and that differs, explains the way from one to the other. */
function valueChanged({ before, now }: Cause): boolean {
  return before !== undefined && now !== undefined && before.feature === now.feature && before.value !== now.value;
}
