/** What the predictions may be worth: logit of the probability = intercept + slope · logit of the prediction. */
export interface Hypothesis {
  readonly intercept: number;
  readonly slope: number;
  /** Share of 1 within its list. */
  readonly weight: number;
}

/*
 * The constants below are assumptions, not estimates: no org's data were at hand. They were tuned on the simulated leads of
 * `simulated-leads.fixture.ts` and on simulated companies, whose changes are like the ones that they expect; docs/monitoring.md says
 * which, and what was measured with them.
 */

/** No model is exactly calibrated: unchanged is a small range around it. */
export const UNCHANGED = normalised([
  { intercept: 0, slope: 1, weight: 1 },
  { intercept: -0.12, slope: 1, weight: 1 },
  { intercept: 0.12, slope: 1, weight: 1 },
  { intercept: -0.05, slope: 0.95, weight: 1 },
  { intercept: 0.05, slope: 1.05, weight: 1 },
]);

/** Fewer or more conversions, and a ranking that is worth less. Others are found later. */
export const CHANGED = normalised([
  { intercept: -0.55, slope: 1, weight: 4 },
  { intercept: -0.7, slope: 1, weight: 3 },
  { intercept: 0.4, slope: 1, weight: 1 },
  { intercept: -0.9, slope: 0.5, weight: 2 },
  { intercept: 0, slope: 0.65, weight: 1 },
]);

function normalised(list: readonly Hypothesis[]): readonly Hypothesis[] {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  return list.map((hypothesis) => ({ ...hypothesis, weight: hypothesis.weight / total }));
}
