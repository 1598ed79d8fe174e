import { valuesAtEvenRanks } from '@leadlight/forest';
import { bandOf, DEFAULT_BAND_SHARES, scoreOfProbability, type BandShares } from '@leadlight/lead-score';
import type { LeadHistory, Instant } from '@leadlight/lead-features';
import { scoreHistories } from './score-histories.ts';
import type { ScoringModel } from './scoring-model.ts';

/** With fewer leads, the model's own reference ranks better. */
const MIN_LEADS = 20;
/** Percentage points by which a band may miss its share before all leads are ranked again, which changes many scores. */
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

  /**
   * Adds the leads that lists by score show.
   * @returns [histories] their probabilities, undefined for leads that lists leave out
   */
  async addRanked(
    scoring: ScoringModel,
    histories: readonly LeadHistory[],
    now: Instant,
  ): Promise<readonly (number | undefined)[]> {
    const scored = await scoreHistories(scoring, histories, now, 0);
    return scored.map(({ score }) => {
      if (score.unranked) return undefined;
      this.add(score.probability);
      return score.probability;
    });
  }

  /** In the order in which they were added. */
  probabilities(): Float64Array {
    return Float64Array.from(this.#probabilities);
  }

  /** Probabilities at evenly spaced ranks, ascending; undefined if there are too few leads. */
  quantiles(): readonly number[] | undefined {
    if (this.leads < MIN_LEADS) return undefined;
    return valuesAtEvenRanks(Float64Array.from(this.#probabilities).sort());
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
