import { brier, expectedCalibrationError, logLoss } from './calibration.ts';
import { decisionsAt, type Decisions } from './decisions.ts';
import { EvaluationError } from './errors.ts';
import { checkPredictions, countConverted, type Predictions } from './predictions.ts';
import { liftInTop, prAuc, rocAuc } from './ranking.ts';

/** The quality of predictions, measured on rows that were not learned from. */
export interface Metrics {
  readonly rows: number;
  readonly converted: number;
  readonly auc: number;
  readonly prAuc: number;
  readonly logLoss: number;
  readonly brier: number;
  /** Expected calibration error, 10 bins of equal mass. */
  readonly ece: number;
  /** Lift in the top tenth. */
  readonly lift: number;
  /** At the threshold. */
  readonly decisions: Decisions;
}

/**
 * @param part what the rows are, for error messages: `newest fifth`
 * @throws EvaluationError `length_mismatch`, `bad_probability`, `only_one_outcome`
 */
export function metricsOf(predictions: Predictions, threshold = 0.5, part = 'test part'): Metrics {
  checkPredictions(predictions);
  const rows = predictions.labels.length;
  const converted = countConverted(predictions.labels);
  if (converted === 0 || converted === rows) throw new EvaluationError('only_one_outcome', { part, rows, converted });
  return {
    rows,
    converted,
    auc: rocAuc(predictions),
    prAuc: prAuc(predictions),
    logLoss: logLoss(predictions),
    brier: brier(predictions),
    ece: expectedCalibrationError(predictions),
    lift: liftInTop(predictions),
    decisions: decisionsAt(predictions, threshold),
  };
}
