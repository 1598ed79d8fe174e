import { leakageFindings, rocAuc, type Verdict } from '@leadlight/evaluation';
import { featureSchemaFor, type LeadHistory } from '@leadlight/lead-features';
import { learnerById, type LearnerId } from '@leadlight/learners';
import { trueProbabilityAt, type LeadTruth } from '@leadlight/sandbox-org';
import { assess, orgExamples, pick, silent, type Dataset, type LeadHistoryStore } from '@leadlight/workflows';
import { companyFields, companyHistories, PLANTED_LEAKS, type CompanySample } from './company-histories.ts';

/** What was learned from one simulated company, held against its truth. */
export interface LearningRun {
  readonly seed: number;
  readonly leads: number;
  readonly examples: number;
  readonly horizonDays: number;
  readonly featureSeconds: number;
  readonly assessSeconds: number;
  readonly winner: LearnerId;
  /** On the newest fifth, by learner. */
  readonly auc: Readonly<Record<string, number>>;
  /** What the true probabilities reach on the same rows. */
  readonly truthAuc: number;
  /** Mean gap between predicted and true probability over ten bins of equal mass. */
  readonly errorAgainstTruth: number;
  /** Verdicts on the planted leaks by their values alone, as if their past had been taken for known. */
  readonly planted: Readonly<Record<string, Verdict>>;
  /** Features that were left out though nothing is wrong with them. */
  readonly accused: readonly string[];
  readonly backtest?: { readonly low: number; readonly high: number };
  /** AUC of the winner, fitted on all decided examples, on fresh leads. */
  readonly freshAuc?: number;
}

export interface LearningData {
  readonly dataset: Dataset;
  readonly truths: ReadonlyMap<number, LeadTruth>;
  readonly histories: ReadonlyMap<number, LeadHistory>;
  readonly seconds: number;
}

const AGES_DAYS = [0, 1, 7, 30];
const { schema, leftOut } = featureSchemaFor(companyFields);

/** Only what learning asks of a store of histories. */
function storeOf(histories: readonly LeadHistory[]): LeadHistoryStore {
  const asked: Pick<LeadHistoryStore, 'countLeads' | 'readHistories'> = {
    countLeads: () => Promise.resolve({ all: histories.length, open: 0 }),
    async *readHistories(_orgId, _which, chunkSize) {
      for (let from = 0; from < histories.length; from += chunkSize) yield histories.slice(from, from + chunkSize);
    },
  };
  return asked as LeadHistoryStore;
}

export async function learningData(sample: CompanySample, horizonDays?: number): Promise<LearningData> {
  const told = [...companyHistories(sample)];
  const org = { orgId: 'simulated', schema, leftOut, fields: companyFields };
  const started = performance.now();
  const settings = { snapshotAgesDays: AGES_DAYS, goal: { kind: 'converted' }, horizonDays } as const;
  const { dataset } = await orgExamples(storeOf(told.map(({ history }) => history)), org, settings, sample.now, silent);
  const seconds = (performance.now() - started) / 1000;
  return {
    dataset,
    truths: new Map(told.map(({ truth }) => [truth.createdAt, truth])),
    histories: new Map(told.map(({ history }) => [history.createdAt, history])),
    seconds,
  };
}

/** @param fresh leads of another such company, for what the published model is worth */
export async function learningRun(sample: CompanySample, fresh?: Dataset): Promise<LearningRun> {
  const data = await learningData(sample, fresh?.horizonDays);
  const { dataset } = data;
  const started = performance.now();
  const settings = { learner: 'best', seed: 1, threshold: 0.5, holdout: 0.2, backtest: fresh !== undefined } as const;
  const { report, learner, dataset: used } = assess(dataset, settings, [], sample.now, silent);
  const assessSeconds = (performance.now() - started) / 1000;
  const predictions = onNewestFifth(data, used, learner, report.split.splitAt ?? 0);
  return {
    seed: sample.seed,
    leads: sample.leads,
    examples: dataset.labels.length,
    horizonDays: dataset.horizonDays ?? 0,
    featureSeconds: data.seconds,
    assessSeconds,
    winner: learner,
    auc: Object.fromEntries(report.leaderboard.map(({ id, metrics }) => [id, metrics.auc])),
    ...predictions,
    planted: plantedVerdicts(data),
    accused: schema.features.filter((spec) => !used.schema.features.includes(spec)).map(({ name }) => name),
    backtest: report.backtest?.interval,
    freshAuc: fresh && freshAuc(used, learner, fresh),
  };
}

const allRows = ({ labels }: Dataset): Int32Array => Int32Array.from(labels.keys());

function fitted({ table, labels, leads }: Dataset, learner: LearnerId, rows: Int32Array) {
  const examples = { ...table.take(rows), labels: pick(labels, rows), groups: pick(leads, rows) };
  return learnerById(learner).train(examples, { seed: 1 }).model;
}

function freshAuc(used: Dataset, learner: LearnerId, fresh: Dataset): number {
  const model = fitted(used, learner, allRows(used));
  return rocAuc({ labels: fresh.labels, probabilities: model.predictTable(fresh.table.take(allRows(fresh))) });
}

/** The winner's probabilities against the true ones, on rows it has not learned from. */
function onNewestFifth({ truths }: LearningData, used: Dataset, learner: LearnerId, splitAt: number) {
  const { times, createdAt, labels, horizonDays = 0 } = used;
  const truthOf = (row: number) => trueProbabilityAt(truths.get(createdAt![row]!)!, times!.asOf[row]!, horizonDays);
  const rows = allRows(used);
  const train = rows.filter((row) => times!.settledAt[row]! <= splitAt);
  const test = rows.filter((row) => times!.asOf[row]! >= splitAt && !Number.isNaN(truthOf(row)));
  const truth = Float64Array.from(test, truthOf);
  const probabilities = fitted(used, learner, train).predictTable(used.table.take(test));
  return {
    truthAuc: rocAuc({ labels: pick(labels, test), probabilities: truth }),
    errorAgainstTruth: meanGap(probabilities, truth),
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
function plantedVerdicts({ dataset, histories }: LearningData): Readonly<Record<string, Verdict>> {
  const { createdAt, labels, everConverted, leads } = dataset;
  const valueOf = (row: number, field: string) => histories.get(createdAt![row]!)!.fields[field] ?? null;
  const findings = leakageFindings({
    columns: PLANTED_LEAKS.map((field) =>
      field === 'Budget_Confirmed__c'
        ? { field, kind: 'boolean', values: Array.from(labels, (_, row) => Number(valueOf(row, field) === true)) }
        : { field, kind: 'categorical', values: Array.from(labels, (_, row) => valueOf(row, field) as string | null) },
    ),
    labels,
    everConverted,
    groups: leads,
  });
  return Object.fromEntries(findings.map(({ field, verdict }) => [field, verdict]));
}
