/** What the predictions may be worth: logit of the probability = intercept + slope · logit of the prediction. */
export interface Hypothesis {
  readonly intercept: number;
  readonly slope: number;
  /** Share of 1 within its list. */
  readonly weight: number;
}

/** What is compared: how predictions and delays may be without a change, and how with one. */
export interface Hypotheses {
  readonly unchanged: readonly Hypothesis[];
  readonly changed: readonly Hypothesis[];
}

/*
 * The constants below are assumptions, not estimates: no org's data were at hand. They were tuned on the simulated leads of
 * `simulated-leads.fixture.ts` and on simulated companies, whose changes are like the ones that they expect; docs/monitoring.md says
 * which, and what was measured with them.
 */

/** Of all leads. */
export const OVERALL: Hypotheses = {
  // No model is exactly calibrated: unchanged is a small range around it.
  unchanged: normalised([
    { intercept: 0, slope: 1, weight: 1 },
    { intercept: -0.12, slope: 1, weight: 1 },
    { intercept: 0.12, slope: 1, weight: 1 },
    { intercept: -0.05, slope: 0.95, weight: 1 },
    { intercept: 0.05, slope: 1.05, weight: 1 },
  ]),
  // Fewer or more conversions, and a ranking that is worth less. Others are found later.
  changed: normalised([
    { intercept: -0.55, slope: 1, weight: 4 },
    { intercept: 0.4, slope: 1, weight: 1 },
    { intercept: -0.9, slope: 0.5, weight: 2 },
    { intercept: -0.45, slope: 0.75, weight: 1 },
    { intercept: 0, slope: 0.65, weight: 1 },
  ]),
};

/** Of leads with one value of one feature. Models are calibrated less well there, and what turns bad turns worse. */
export const SEGMENT: Hypotheses = {
  unchanged: normalised([
    { intercept: -0.15, slope: 1, weight: 1 },
    { intercept: 0, slope: 1, weight: 1 },
    { intercept: 0.15, slope: 1, weight: 1 },
  ]),
  changed: normalised([
    { intercept: -0.7, slope: 1, weight: 1 },
    { intercept: -1.5, slope: 1, weight: 2 },
    { intercept: -3, slope: 1, weight: 1 },
    { intercept: 0.7, slope: 1, weight: 1 },
  ]),
};

function normalised(list: readonly Hypothesis[]): readonly Hypothesis[] {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  return list.map((hypothesis) => ({ ...hypothesis, weight: hypothesis.weight / total }));
}
