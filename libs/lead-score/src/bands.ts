import type { Band } from './explained-score.ts';

/**
 * Lowest score of each band. Scores are percentile ranks among the org's recent leads, so A is about the best fifth of
 * them, B the next fifth, C the three tenths around the middle, D the rest.
 */
export const MIN_SCORE_OF_BAND = { A: 80, B: 60, C: 30, D: 1 } as const satisfies Record<Band, number>;

export function bandOf(score: number): Band {
  if (score >= MIN_SCORE_OF_BAND.A) return 'A';
  if (score >= MIN_SCORE_OF_BAND.B) return 'B';
  return score >= MIN_SCORE_OF_BAND.C ? 'C' : 'D';
}
