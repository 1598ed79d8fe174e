/** A requirement of `npm run bench:life`, and how it is measured. */
export interface LifeRow {
  readonly name: string;
  /** What is required, for people: `at most 5 %`. */
  readonly must: string;
  /** Seeds and sizes, for people. */
  readonly simulated: string;
  readonly run: () => LifeMeasurement | Promise<LifeMeasurement>;
}

export interface LifeMeasurement {
  /** For people: `2.3 %`. */
  readonly measured: string;
  readonly isMet: boolean;
}
