import { leakageFindings, rocAuc, type LeakageVerdict } from '@leadlight/evaluation';
import type { LearnerId } from '@leadlight/learners';
import { trueProbabilityAt } from '@leadlight/sandbox-org';
import {
  assess,
  fit,
  noProgress,
  type AssessSettings,
  type Dataset,
  type LearningSettings,
} from '@leadlight/workflows';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { PLANTED_LEAKAGE, type CompanySample } from './company-histories.ts';
import { leakageZScore } from './leakage-z-score.ts';
import { companySchema, createLearningData, type LearningData } from './learning-data.ts';

/** A training on one simulated company, compared with the truth. */
export interface LearningRun {
  readonly seed: number;
  readonly examples: number;
  readonly featureSeconds: number;
  readonly assessSeconds: number;
  readonly winner: LearnerId;
  /** AUC on the newest fifth, by learner. */
  readonly auc: Readonly<Record<string, number>>;
  /** AUC of the best possible prediction from the org's records, on a sample of these rows. */
  readonly bestPossibleAuc: number;
  /** AUC of the winner on that sample. */
  readonly sampleAuc: number;
  /** What the winner predicts beyond the best possible prediction, in standard errors; clearly above 0 means leakage. */
  readonly leakageZScore: number;
  readonly errorAgainstTruth: number;
  /** Verdicts on the planted leakage by values alone, as if the fields' history were known. */
  readonly planted: Readonly<Record<string, LeakageVerdict>>;
  /** Honest features that were excluded. */
  readonly wronglyExcluded: readonly string[];
  readonly backtest?: { readonly low: number; readonly high: number };
  /** AUC of the winner, trained on all settled examples, on fresh leads. */
  readonly freshAuc?: number;
  readonly dataset: Dataset;
}

const TRAINING = { seed: 1 };
/** The best possible prediction is computed for at most this many rows, as it takes a millisecond per row. */
const MAX_SAMPLED_ROWS = 4_000;

/**
 * @param fresh examples of another such company, which measure the published model
 * @param quick whether to train without the blend and without a search for capacity
 */
export async function learningRun(sample: CompanySample, fresh?: Dataset, quick = false): Promise<LearningRun> {
  const data = await createLearningData(sample, fresh?.horizonDays);
  const { dataset } = data;
  const started = performance.now();
  const settings: AssessSettings = {
    ...TRAINING,
    quick,
    learner: 'best',
    threshold: 0.5,
    holdout: 0.2,
    backtest: fresh !== undefined,
  };
  const { report, learner, dataset: used, settings: tuned } = assess(dataset, settings, [], sample.now, noProgress);
  const assessSeconds = (performance.now() - started) / 1000;
  return {
    seed: sample.seed,
    examples: dataset.labels.length,
    featureSeconds: data.seconds,
    assessSeconds,
    winner: learner,
    auc: Object.fromEntries(report.leaderboard.map(({ id, metrics }) => [id, metrics.auc])),
    ...evaluateOnNewestFifth(data, used, learner, report.split.splitAt ?? 0, tuned),
    planted: plantedVerdicts(data),
    wronglyExcluded: companySchema.features
      .filter((spec) => !used.schema.features.includes(spec))
      .map(({ name }) => name),
    backtest: report.backtest?.interval,
    freshAuc: fresh && freshAuc(used, learner, fresh, tuned),
    dataset,
  };
}

const allRows = ({ labels }: Dataset): Int32Array => Int32Array.from(labels.keys());

function freshAuc(used: Dataset, learner: LearnerId, fresh: Dataset, settings: LearningSettings): number {
  const { model } = fit(used, learner, allRows(used), settings);
  const names = new Set(used.schema.features.map(({ name }) => name));
  const included = fresh.schema.features.flatMap(({ name }, feature) => (names.has(name) ? [feature] : []));
  const table = fresh.table.withFeatures(included).take(allRows(fresh));
  return rocAuc({ labels: fresh.labels, probabilities: model.predictTable(table) });
}

/** Compares the winner's probabilities with the true and the best possible ones, on rows that it was not trained on. */
export function evaluateOnNewestFifth(
  { leads }: Pick<LearningData, 'leads'>,
  used: Dataset,
  learner: LearnerId,
  splitAt: number,
  settings: LearningSettings = TRAINING,
): Pick<LearningRun, 'bestPossibleAuc' | 'sampleAuc' | 'leakageZScore' | 'errorAgainstTruth'> {
  const { times, createdAt, labels, horizonDays = 0 } = used;
  const leadOf = (row: number) => leads.get(createdAt![row]!)!;
  const truthOf = (row: number) => trueProbabilityAt(leadOf(row).truth, times!.asOf[row]!, horizonDays);
  const rows = allRows(used);
  const train = rows.filter((row) => times!.settledAt[row]! <= splitAt);
  const test = rows.filter((row) => times!.asOf[row]! >= splitAt && !Number.isNaN(truthOf(row)));
  const { model } = fit(used, learner, train, settings);
  const probabilities = model.predictTable(used.table.take(test));
  const stride = Math.ceil(test.length / MAX_SAMPLED_ROWS);
  const sample = Array.from(test.keys()).filter((at) => at % stride === 0);
  const sampled = sample.map((at) => labels[test[at]!]!);
  const best = sample.map((at) => leadOf(test[at]!).bestProbabilityAt(times!.asOf[test[at]!]!, horizonDays));
  const predicted = sample.map((at) => probabilities[at]!);
  return {
    bestPossibleAuc: rocAuc({ labels: sampled, probabilities: best }),
    sampleAuc: rocAuc({ labels: sampled, probabilities: predicted }),
    leakageZScore: leakageZScore(sampled, best, predicted),
    errorAgainstTruth: errorAgainstTruth(probabilities, Float64Array.from(test, truthOf)),
  };
}

/** By the fields' current values, as in a table exported from the org. */
function plantedVerdicts({ dataset, leads: simulated }: LearningData): Readonly<Record<string, LeakageVerdict>> {
  const { createdAt, labels, goalReachedAt, leads } = dataset;
  const valueOf = (row: number, field: string) => simulated.get(createdAt![row]!)!.history.fields[field] ?? null;
  const findings = leakageFindings({
    columns: PLANTED_LEAKAGE.map((field) =>
      field === 'Budget_Confirmed__c'
        ? { field, kind: 'boolean', values: Array.from(labels, (_, row) => Number(valueOf(row, field) === true)) }
        : { field, kind: 'categorical', values: Array.from(labels, (_, row) => valueOf(row, field) as string | null) },
    ),
    labels,
    everConverted: goalReachedAt?.map((at) => Number(!Number.isNaN(at))),
    groups: leads,
  });
  return Object.fromEntries(findings.map(({ field, verdict }) => [field, verdict]));
}
