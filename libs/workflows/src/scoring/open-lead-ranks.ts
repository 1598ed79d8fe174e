import { bandOf, DEFAULT_BAND_SHARES, scoreOfProbability, type BandShares } from '@leadlight/lead-score';
import type { LeadHistory, Instant } from '@leadlight/lead-features';
import { scoreHistories } from './score-histories.ts';
import type { ScoringModel } from './scoring-model.ts';

const MAX_QUANTILES = 1_001;
/** With fewer leads, the model's own reference ranks better. */
const MIN_LEADS = 20;
/** Percentage points by which a band may miss its share before all leads are ranked anew: each time, many scores change. */
const TOLERANCE = 2;

/** Collects the probabilities of the org's ranked open leads, chunk by chunk. */
export class OpenLeadRanks {
  readonly #probabilities: number[] = [];

  get leads(): number {
    return this.#probabilities.length;
  }

  add(probability: number): void {
    this.#probabilities.push(probability);
  }

  /** Adds the leads that lists by score show. */
  async addRanked(scoring: ScoringModel, histories: readonly LeadHistory[], now: Instant): Promise<void> {
    for (const { score } of await scoreHistories(scoring, histories, now, 0)) {
      if (!score.unranked) this.add(score.probability);
    }
  }

  /** Probabilities at evenly spaced ranks, ascending; undefined if there are too few leads. */
  quantiles(): readonly number[] | undefined {
    const sorted = Float64Array.from(this.#probabilities).sort();
    if (sorted.length < MIN_LEADS) return undefined;
    const count = Math.min(MAX_QUANTILES, sorted.length);
    return Array.from({ length: count }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))]!);
  }

  /**
   * Whether the bands hold other shares than promised, and another ranking would bring them closer. Leads of one probability
   * have one score, so a ranking cannot divide them.
   */
  missesShares(openLeads: readonly number[], shares: BandShares = DEFAULT_BAND_SHARES): boolean {
    const newest = this.quantiles();
    if (!newest) return false;
    const miss = this.#maxMiss(openLeads, shares);
    return miss > TOLERANCE && this.#maxMiss(newest, shares) < miss - TOLERANCE / 2;
  }

  #maxMiss(quantiles: readonly number[], shares: BandShares): number {
    const counts = { A: 0, B: 0, C: 0, D: 0 };
    for (const probability of this.#probabilities)
      counts[bandOf(scoreOfProbability(probability, quantiles), shares)] += 1;
    const bands = ['A', 'B', 'C', 'D'] as const;
    return Math.max(...bands.map((band) => Math.abs((100 * counts[band]) / this.leads - shares[band])));
  }
}
