export * from './errors.ts';
export { checkPredictions, countConverted } from './predictions.ts';
export type { Predictions } from './predictions.ts';
export { convertedInTop, liftInTop, prAuc, rocAuc } from './ranking.ts';
export { brier, calibrationBins, expectedCalibrationError, logLoss, lossOf } from './calibration.ts';
export type { CalibrationBin } from './calibration.ts';
export { conversionByBand } from './conversion-by-band.ts';
export type { BandRate } from './conversion-by-band.ts';
export { measureGroups } from './group-measures/measure-groups.ts';
export type {
  ComparedMeasure,
  FieldGroups,
  GroupColumn,
  GroupMeasures,
  GroupSettings,
  MeasuredShare,
} from './group-measures/measure-groups.ts';
export type { GroupName } from './group-measures/divide-into-groups.ts';
export { decisionsAt } from './decisions.ts';
export type { Decisions } from './decisions.ts';
export { metricsOf } from './metrics.ts';
export type { Metrics } from './metrics.ts';
export { holdoutByTime, randomSplit, splitAtInstant, excludeSharedGroups } from './split.ts';
export type { Split, TimedRows } from './split.ts';
export { connectedGroups } from './groups.ts';
export type { GroupKey } from './groups.ts';
export { fieldsToLeaveOut, leakageFindings } from './leakage/leakage-findings.ts';
export { leakageTemplates } from './leakage/leakage-messages.ts';
export type { LeakageCode } from './leakage/leakage-messages.ts';
export type {
  ChangeCount,
  LeakageFinding,
  LeakageInput,
  RawColumn,
  LeakageVerdict,
} from './leakage/leakage-finding.ts';
export { bootstrapIntervals, bootstrapMeasures, pairedLogLoss } from './bootstrap/intervals.ts';
export type { BootstrapSettings, MeasureIntervals, PairedDifference } from './bootstrap/intervals.ts';
export type { Interval } from './bootstrap/draws.ts';
export type { MeasureName, Measures } from './bootstrap/weighted-measures.ts';
export { comparisonSentence, leaderboardOf } from './contenders/leaderboard.ts';
export type { Contender, LeaderboardEntry, LeaderboardSettings } from './contenders/leaderboard.ts';
export { chooseContender } from './contenders/choose-contender.ts';
export type {
  ChoiceSettings,
  ChosenContender,
  ContenderComparison,
  ComparedContender,
} from './contenders/choose-contender.ts';
export { shiftToRate } from './contenders/shift-to-rate.ts';
export { bestF1Threshold, capacityThreshold, thresholdChoices, valueThreshold } from './contenders/thresholds.ts';
export type { Capacity, DealValue, ThresholdChoice, ThresholdOptions } from './contenders/thresholds.ts';
export { backtest, pooledAuc } from './backtest/backtest.ts';
export type { Backtest, BacktestFold } from './backtest/backtest.ts';
export { DEFAULT_BACKTEST_MONTHS, rollingOrigins } from './backtest/rolling-origins.ts';
export type { RollingOriginSettings } from './backtest/rolling-origins.ts';
export {
  MIN_LEADS_PER_OUTCOME,
  oneOutcomeHeldOut,
  tooFewToLearnFrom,
  trainingPlanFor,
  trainingPlanTemplates,
} from './training-plan.ts';
export type { TrainingPlanCode, TrainingPlanReason, TrainingPlan } from './training-plan.ts';
export { compareSegments, segmentOffsets, withOffsets } from './segments/segment-offsets.ts';
export type { SegmentComparison, SegmentOffset } from './segments/segment-offsets.ts';
export { columnDrift, columnQuality } from './drift/drift.ts';
export type { ColumnDrift, ColumnQuality } from './drift/drift.ts';
export { outcomeHistogram, rankingCurve, ratesByMonth } from './curves/curves.ts';
export type { CurvePoint, MonthRate, OutcomeBin } from './curves/curves.ts';
export { featureDependences } from './curves/shapley-dependence.ts';
export type { ExplainedRow, FeatureDependence, DependencePoint } from './curves/shapley-dependence.ts';
export { delayDistribution } from './performance-estimation/delay-distribution.ts';
export type { DelayDistribution } from './performance-estimation/delay-distribution.ts';
export { estimatePerformance } from './performance-estimation/estimate-performance.ts';
export type {
  Estimate,
  PartlySettledLeads,
  PerformanceEstimate,
} from './performance-estimation/estimate-performance.ts';
export { fitRecalibration } from './performance-estimation/fit-recalibration.ts';
export type { Recalibration } from './performance-estimation/fit-recalibration.ts';
export { fitValueOffsets } from './performance-estimation/fit-value-offsets.ts';
export type { FittedOffset, FittedOffsets } from './performance-estimation/fit-value-offsets.ts';
export { expectedAuc, expectedLogLoss } from './performance-estimation/expected-measures.ts';
export { ModelMonitor } from './monitoring/model-monitor.ts';
export type { Measure, MonitorReference } from './monitoring/model-monitor.ts';
export type { MeasureKind, MonitoredLeads, MonitorTime } from './monitoring/watched-measure.ts';
export type { ChangeEvidence } from './monitoring/sum-over-starts.ts';
export type { ObservedLeads } from './monitoring/week-counts.ts';
export { pairedEvidence } from './monitoring/paired-evidence.ts';
export type { PairedEvidence, PairedLeads } from './monitoring/paired-evidence.ts';
export { armOfLead, armOfRepFortnight, hashedUniform, pairOfFortnight, type Arm } from './experiments/assign-arm.ts';
export {
  pairedFortnightEffect,
  stratifiedEffect,
  type ArmCounts,
  type ComparedArms,
  type Effect,
  type RepFortnight,
} from './experiments/effect.ts';
export {
  experimentResult,
  type EffectRange,
  type ExperimentPlan,
  type ExperimentResult,
  type InterimAnalysis,
} from './experiments/experiment-result.ts';
export { sampleSizePerArm, type SampleSizeQuestion } from './experiments/sample-size.ts';
export { singleColumnAuc } from './leakage/single-column-auc.ts';
export {
  compareUplift,
  type TreatedOutcomes,
  type UpliftComparison,
  type UpliftComparisonSettings,
} from './uplift/qini.ts';
export { anyProbability, INDEPENDENT, sharesOfGroup, type GroupDependence } from './any-of-group/any-probability.ts';
export { fitDependence, type FittedDependence, type ObservedGroup } from './any-of-group/fit-dependence.ts';
