import type { Band } from './lead-score.ts';

/**
 * Lowest score of each band. Scores are places among the org's recent leads, so A is about the best fifth of them, B the
 * next fifth, C the three tenths around the middle, D the rest.
 */
export const BAND_FROM = { A: 80, B: 60, C: 30, D: 1 } as const satisfies Record<Band, number>;

export function bandOf(score: number): Band {
  if (score >= BAND_FROM.A) return 'A';
  if (score >= BAND_FROM.B) return 'B';
  return score >= BAND_FROM.C ? 'C' : 'D';
}
