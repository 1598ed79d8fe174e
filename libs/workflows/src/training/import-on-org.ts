import { DAY_MS } from '@leadlight/common';
import { columnQuality, holdoutByTime, type Split } from '@leadlight/evaluation';
import type { BinnedTreeModel } from '@leadlight/forest';
import { type CategoryNumbers, type Examples } from '@leadlight/forest';
import { LeadFeaturesError, type FeatureSchema, type FeatureSpec, type Instant } from '@leadlight/lead-features';
import { DEFAULT_BAND_SHARES } from '@leadlight/lead-score';
import { modelReportOf, type ModelReport } from '@leadlight/report';
import { WorkflowError } from '../errors.ts';
import type { ModelEntry, Progress } from '../ports/index.ts';
import { dependencesOf } from './assessment/dependences.ts';
import { featureEffectsOf } from './assessment/feature-effects.ts';
import { hasEnoughOutcomes } from './assessment/enough-outcomes.ts';
import { countLeads, takeRows, withFieldLabels, type Dataset } from './examples/dataset.ts';
import { readForest, type ImportFormat } from './import-on-table.ts';
import { modelFileFacts } from './train-model.ts';
import { buildOrgDataset, saveModel, type OrgDataset, type TrainOnOrgPorts } from './train-on-org.ts';
import { trainingFacts } from './training-facts.ts';

/** A forest that another program trained on exported snapshots. */
export interface ForestForOrg {
  readonly format: ImportFormat;
  /** What the program's file contains. */
  readonly json: unknown;
  /** [features] for ml-random-forest, whose files have no names. */
  readonly columns?: readonly string[];
  /** The program learned from snapshots whose outcome had settled by then. */
  readonly trainedUntil: Instant;
  /** Days within which it predicts the goal. */
  readonly horizonDays: number;
  readonly categories: CategoryNumbers;
}

export interface ImportedOrgModel {
  /** Stored, not active. */
  readonly entry: ModelEntry;
  readonly report: ModelReport;
  readonly features: number;
  /** Snapshots that its calibrator was fitted on. */
  readonly calibratedOn: number;
}

/** Share of the newer snapshots that the model is measured on; it is calibrated on the others. */
const MEASURED_SHARE = 0.5;
const BASE_RATE = 'base-rate';

/**
 * Imports a forest of another program as a model of an org, which can be activated and scores like any other. It is calibrated and
 * measured on leads that were created after the program's training: on the older ones and on the newer ones.
 * @throws WorkflowError `org_not_synced`, `import_horizon_differs`, `import_outcomes_missing`; ForestError `import_invalid`;
 * LeadFeaturesError `column_absent` if the org has no such feature, or its kind is another one
 */
export async function importOnOrg(
  ports: Pick<TrainOnOrgPorts, 'orgs' | 'leadHistories' | 'models' | 'clock' | 'scoringSettings'>,
  orgId: string,
  forest: ForestForOrg,
  progress: Progress,
): Promise<ImportedOrgModel> {
  const now = ports.clock.now();
  const examples = await buildOrgDataset(ports, orgId, {}, progress, { now });
  const {
    dataset: full,
    settings,
    recent: _recent,
    leftOut,
    leftOutLeads,
    historyAssumed: _,
    fields,
    ...counts
  } = examples;
  if (forest.horizonDays !== examples.horizonDays) {
    throw new WorkflowError('import_horizon_differs', { trained: forest.horizonDays, current: examples.horizonDays });
  }
  const split = splitNewer(full, forest.trainedUntil);
  const calibration = examplesOf(full, split.train);
  const read = readForest(forest.format, forest.json, forest.columns ?? [], {
    examples: calibration,
    categories: forest.categories,
  });
  const schema = schemaOf(full, read, forest.categories);
  const dataset = {
    ...full,
    schema,
    table: full.table.withFeatures(schema.features.map(({ name }) => columnOf(full, name))),
  };
  const facts = {
    orgId,
    snapshotAgesDays: settings.snapshotAgesDays,
    ...counts,
    ...leftOutLeads,
    trainedUntil: new Date(forest.trainedUntil).toISOString(),
  };
  const report = reportOf({ examples, dataset, split, model: read, now, facts });
  const fileFacts = modelFileFacts(report, dataset, settings, facts, now);
  const model = read.withFacts({
    ...fileFacts,
    learnedUntil: lastSettled(full, split.train),
    examples: split.train.length,
  });
  const converted = full.labels.reduce((sum, label) => sum + label, 0);
  const trained = {
    ...{ model, report, trainedAt: now, dataset, settings, fields, leftOut, isByRules: false },
    counts: { ...counts, leftOutLeads, converted },
  };
  const trainedFields = fields.map(({ name, label, type, choices }) => ({
    ...{ name, label, type },
    ...(choices && { choices }),
  }));
  const entry = await saveModel(ports.models, orgId, trained, false, { trainedFields, trainedSchema: schema });
  return { entry, report, features: schema.features.length, calibratedOn: split.train.length };
}

/** The snapshots of leads that were created after the training, divided by time. */
function splitNewer(dataset: Dataset, trainedUntil: Instant): Split {
  const { times, leads, groups = [], createdAt, labels } = dataset;
  const newer = Int32Array.from(labels.keys()).filter((row) => createdAt![row]! >= trainedUntil);
  const refuse = (): never => {
    const converted = newer.reduce((sum, row) => sum + labels[row]!, 0);
    const day = new Date(trainedUntil).toISOString().slice(0, 10);
    throw new WorkflowError('import_outcomes_missing', { trainedUntil: day, rows: newer.length, converted });
  };
  if (!hasEnoughOutcomes(dataset, newer)) refuse();
  const within = holdoutByTime(
    {
      asOf: takeRows(times!.asOf, newer),
      // A calibrator of two or three numbers may use outcomes that settled while the others were measured.
      settledAt: takeRows(times!.asOf, newer),
      groups: [leads, ...groups].map((group) => Array.from(newer, (row) => group[row]!)),
    },
    MEASURED_SHARE,
  );
  const [train, test] = [takeRows(newer, within.train), takeRows(newer, within.test)];
  if (!hasEnoughOutcomes(dataset, train) || !hasEnoughOutcomes(dataset, test)) refuse();
  return { ...within, train, test };
}

/** When the last of the outcomes was known that the calibrator learned from. */
const lastSettled = ({ times }: Dataset, rows: Int32Array): Instant =>
  rows.reduce((last, row) => Math.max(last, times!.settledAt[row]!), -Infinity);

/** Oldest first, because the newest rows become the reference distribution. */
function examplesOf({ table, labels, leads, times }: Dataset, rows: Int32Array): Examples {
  const order = rows.slice().sort((a, b) => times!.asOf[a]! - times!.asOf[b]! || a - b);
  return { ...table.take(order), labels: takeRows(labels, order), groups: takeRows(leads, order) };
}

const columnOf = ({ schema }: Dataset, name: string): number =>
  schema.features.findIndex((feature) => feature.name === name);

/** The features that the forest reads, in its order. */
function schemaOf({ schema }: Dataset, forest: BinnedTreeModel, categories: CategoryNumbers): FeatureSchema {
  const features = forest.features.map(({ name }): FeatureSpec => {
    const usable = schema.features.filter(({ kind, name: own }) => (kind === 'categorical') === categories.has(own));
    const spec = usable.find((feature) => feature.name === name);
    if (!spec) throw new LeadFeaturesError('column_absent', { column: name, header: usable.map((each) => each.name) });
    return spec;
  });
  return { ...schema, features };
}

interface Measured {
  readonly examples: OrgDataset;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly model: BinnedTreeModel;
  readonly now: Instant;
  readonly facts: { readonly [key: string]: unknown };
}

function reportOf({ examples, dataset, split, model, now, facts }: Measured): ModelReport {
  const { settings, dataset: full } = examples;
  const { train, test } = split;
  const labels = takeRows(dataset.labels, test);
  const { seed, threshold } = settings;
  const rate = takeRows(dataset.labels, train).reduce((sum, label) => sum + label, 0) / train.length;
  const report = modelReportOf({
    ...{
      title: full.title,
      generatedAt: now,
      horizonDays: full.horizonDays,
      goal: full.goal,
      split,
      threshold,
      seed,
      labels,
    },
    groups: takeRows(full.leads, test),
    published: model.learner,
    contenders: [
      {
        id: model.learner,
        name: model.learner,
        complexity: 1,
        canWin: true,
        probabilities: model.predictTable(dataset.table.take(test)),
      },
      {
        id: BASE_RATE,
        name: 'the base rate',
        complexity: 0,
        canWin: true,
        probabilities: new Float64Array(test.length).fill(rate),
      },
    ],
    comparedWith: [],
    thresholdOptions: settings.thresholdOptions,
    bandShares: settings.bandShares ?? DEFAULT_BAND_SHARES,
    asOf: takeRows(full.times!.asOf, test),
    leads: { train: countLeads(full, train).leads, ...measuredLeads(full, test) },
    leakage: [],
    features: dependencesOf(dataset, test, model),
    effects: featureEffectsOf(dataset, test, model, seed),
    quality: withFieldLabels(full, full.rawColumns(train).map(columnQuality)),
    facts: trainingFacts(dataset, settings, facts),
  });
  return {
    ...report,
    split: { ...report.split, sentence: sentenceOf(split, String(facts.trainedUntil)) },
    leakage: {
      ...report.leakage,
      sentence: 'Leakage was not searched for: another program chose the features and learned from them.',
    },
  };
}

function measuredLeads(full: Dataset, test: Int32Array) {
  const { leads, converted } = countLeads(full, test);
  return { test: leads, testConverted: converted };
}

const sentenceOf = ({ train, test, splitAt }: Split, trainedUntil: string): string =>
  `Another program learned from snapshots until ${trainedUntil.slice(0, 10)}. Of leads created since, ${train.length} snapshots before ` +
  `${new Date(splitAt! - (splitAt! % DAY_MS)).toISOString().slice(0, 10)} calibrated the model, and ${test.length} later ones measured it.`;
