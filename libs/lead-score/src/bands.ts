import type { Band } from './explained-score.ts';

/** Percentage of the ranked open leads in each band; they add up to 100. */
export type BandShares = Readonly<Record<Band, number>>;

export const DEFAULT_BAND_SHARES: BandShares = { A: 20, B: 20, C: 30, D: 30 };

/**
 * The lowest score of each band. Scores are percentile ranks, so a band whose lowest score is 80 holds the best fifth. Equal
 * probabilities have equal scores, so a band may hold as many leads more or fewer as share a score.
 */
function minScoresOf({ A, B, C }: BandShares): Readonly<Record<Band, number>> {
  return { A: 100 - A, B: 100 - A - B, C: 100 - A - B - C, D: 1 };
}

export function bandOf(score: number, shares: BandShares = DEFAULT_BAND_SHARES): Band {
  const min = minScoresOf(shares);
  if (score >= min.A) return 'A';
  if (score >= min.B) return 'B';
  return score >= min.C ? 'C' : 'D';
}
