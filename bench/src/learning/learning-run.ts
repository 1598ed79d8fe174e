import { leakageFindings, rocAuc, type LeakageVerdict } from '@leadlight/evaluation';
import type { LearnerId } from '@leadlight/learners';
import { trueProbabilityAt } from '@leadlight/sandbox-org';
import { assess, fit, noProgress, type AssessSettings, type Dataset } from '@leadlight/workflows';
import { leakageZScore } from './leakage-z-score.ts';
import { PLANTED_LEAKAGE, type CompanySample } from './company-histories.ts';
import { companySchema, createLearningData, type LearningData } from './learning-data.ts';

/** What was learned from one simulated company, held against its truth. */
export interface LearningRun {
  readonly seed: number;
  readonly examples: number;
  readonly featureSeconds: number;
  readonly assessSeconds: number;
  readonly winner: LearnerId;
  /** On the newest fifth, by learner. */
  readonly auc: Readonly<Record<string, number>>;
  /** What the best possible use of all that the org's records tell reaches, on a sample of the same rows. */
  readonly bestPossibleAuc: number;
  /** What the winner reaches on that sample. */
  readonly sampleAuc: number;
  /** What the winner knows there beyond the best possible use, in standard errors: about 0, or it has been told. */
  readonly leakageZScore: number;
  /** Mean gap between predicted and true probability over ten bins of equal mass. */
  readonly errorAgainstTruth: number;
  /** Verdicts on the planted leaks by their values alone, as if their past had been taken for known. */
  readonly planted: Readonly<Record<string, LeakageVerdict>>;
  /** Features that were left out though nothing is wrong with them. */
  readonly wronglyExcluded: readonly string[];
  readonly backtest?: { readonly low: number; readonly high: number };
  /** AUC of the winner, fitted on all decided examples, on fresh leads. */
  readonly freshAuc?: number;
  readonly dataset: Dataset;
}

const LEARNING = { seed: 1 };
/** Rows for which what could be known is worked out: it takes a millisecond each. */
const MAX_SAMPLED_ROWS = 4_000;

/** @param fresh leads of another such company, for what the published model is worth */
export async function learningRun(sample: CompanySample, fresh?: Dataset): Promise<LearningRun> {
  const data = await createLearningData(sample, fresh?.horizonDays);
  const { dataset } = data;
  const started = performance.now();
  const asked = { learner: 'best', threshold: 0.5, holdout: 0.2, backtest: fresh !== undefined } as const;
  const settings: AssessSettings = { ...LEARNING, ...asked };
  const { report, learner, dataset: used } = assess(dataset, settings, [], sample.now, noProgress);
  const assessSeconds = (performance.now() - started) / 1000;
  return {
    seed: sample.seed,
    examples: dataset.labels.length,
    featureSeconds: data.seconds,
    assessSeconds,
    winner: learner,
    auc: Object.fromEntries(report.leaderboard.map(({ id, metrics }) => [id, metrics.auc])),
    ...evaluateOnNewestFifth(data, used, learner, report.split.splitAt ?? 0),
    planted: plantedVerdicts(data),
    wronglyExcluded: companySchema.features
      .filter((spec) => !used.schema.features.includes(spec))
      .map(({ name }) => name),
    backtest: report.backtest?.interval,
    freshAuc: fresh && freshAuc(used, learner, fresh),
    dataset,
  };
}

const allRows = ({ labels }: Dataset): Int32Array => Int32Array.from(labels.keys());

function freshAuc(used: Dataset, learner: LearnerId, fresh: Dataset): number {
  const { model } = fit(used, learner, allRows(used), LEARNING);
  const names = new Set(used.schema.features.map(({ name }) => name));
  const kept = fresh.schema.features.flatMap(({ name }, feature) => (names.has(name) ? [feature] : []));
  const table = fresh.table.withFeatures(kept).take(allRows(fresh));
  return rocAuc({ labels: fresh.labels, probabilities: model.predictTable(table) });
}

/** The winner's probabilities against the true ones, on rows it has not learned from. */
export function evaluateOnNewestFifth(
  { leads }: Pick<LearningData, 'leads'>,
  used: Dataset,
  learner: LearnerId,
  splitAt: number,
): Pick<LearningRun, 'bestPossibleAuc' | 'sampleAuc' | 'leakageZScore' | 'errorAgainstTruth'> {
  const { times, createdAt, labels, horizonDays = 0 } = used;
  const leadOf = (row: number) => leads.get(createdAt![row]!)!;
  const truthOf = (row: number) => trueProbabilityAt(leadOf(row).truth, times!.asOf[row]!, horizonDays);
  const rows = allRows(used);
  const train = rows.filter((row) => times!.settledAt[row]! <= splitAt);
  const test = rows.filter((row) => times!.asOf[row]! >= splitAt && !Number.isNaN(truthOf(row)));
  const { model } = fit(used, learner, train, LEARNING);
  const probabilities = model.predictTable(used.table.take(test));
  const stride = Math.ceil(test.length / MAX_SAMPLED_ROWS);
  const sample = Array.from(test.keys()).filter((at) => at % stride === 0);
  const sampled = sample.map((at) => labels[test[at]!]!);
  const known = sample.map((at) => leadOf(test[at]!).bestProbabilityAt(times!.asOf[test[at]!]!, horizonDays));
  const said = sample.map((at) => probabilities[at]!);
  return {
    bestPossibleAuc: rocAuc({ labels: sampled, probabilities: known }),
    sampleAuc: rocAuc({ labels: sampled, probabilities: said }),
    leakageZScore: leakageZScore(sampled, known, said),
    errorAgainstTruth: meanGap(probabilities, Float64Array.from(test, truthOf)),
  };
}

function meanGap(probabilities: Float64Array, truth: Float64Array): number {
  const order = Array.from(truth.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const mean = (values: Float64Array, rows: readonly number[]) =>
    rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
  const gaps = Array.from({ length: 10 }, (_, bin) => {
    const rows = order.slice(Math.round((bin * order.length) / 10), Math.round(((bin + 1) * order.length) / 10));
    return Math.abs(mean(probabilities, rows) - mean(truth, rows));
  });
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/** By their values today: what a table exported from the org would hold. */
function plantedVerdicts({ dataset, leads: told }: LearningData): Readonly<Record<string, LeakageVerdict>> {
  const { createdAt, labels, goalReachedAt: convertedAt, leads } = dataset;
  const valueOf = (row: number, field: string) => told.get(createdAt![row]!)!.history.fields[field] ?? null;
  const findings = leakageFindings({
    columns: PLANTED_LEAKAGE.map((field) =>
      field === 'Budget_Confirmed__c'
        ? { field, kind: 'boolean', values: Array.from(labels, (_, row) => Number(valueOf(row, field) === true)) }
        : { field, kind: 'categorical', values: Array.from(labels, (_, row) => valueOf(row, field) as string | null) },
    ),
    labels,
    everConverted: convertedAt?.map((at) => Number(!Number.isNaN(at))),
    groups: leads,
  });
  return Object.fromEntries(findings.map(({ field, verdict }) => [field, verdict]));
}
