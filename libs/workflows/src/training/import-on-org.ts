import { columnQuality, holdoutByTime, type Split } from '@leadlight/evaluation';
import type { BinnedTreeModel, CategoryNumbers } from '@leadlight/forest';
import { LeadFeaturesError, type FeatureSchema, type FeatureSpec, type Instant } from '@leadlight/lead-features';
import { DEFAULT_BAND_SHARES } from '@leadlight/lead-score';
import { modelReportOf, type ModelReport } from '@leadlight/report';
import { WorkflowError } from '../errors.ts';
import type { ModelEntry, Progress } from '../ports/index.ts';
import { dependencesOf } from './assessment/dependences.ts';
import { featureEffectsOf } from './assessment/feature-effects.ts';
import { hasEnoughOutcomes } from './assessment/enough-outcomes.ts';
import { leadCounts, takeRows, withFieldLabels, type Dataset } from './examples/dataset.ts';
import { calibrationExamples, readForest, type ImportFormat } from './import-on-table.ts';
import { modelFileFacts } from './train-model.ts';
import { representativeRows } from './examples/representative-rows.ts';
import {
  buildOrgDataset,
  saveModel,
  snapshotFactsOf,
  type OrgDataset,
  type OrgDatasetPorts,
  type TrainOnOrgPorts,
} from './train-on-org.ts';
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
 * Imports a forest of another program as a model of an org, which can be activated and then scores like any other. Of the leads that
 * were created after the program's training, the older ones calibrate it and the newer ones measure it.
 * @throws WorkflowError `org_not_synced`, `import_horizon_differs`, `import_outcomes_missing`; ForestError `import_invalid`;
 * LeadFeaturesError `column_absent` if the org has no such feature, or its kind is another one
 */
export async function importOnOrg(
  ports: OrgDatasetPorts & Pick<TrainOnOrgPorts, 'models'>,
  orgId: string,
  forest: ForestForOrg,
  progress: Progress,
): Promise<ImportedOrgModel> {
  const now = ports.clock.now();
  const examples = await buildOrgDataset(ports, orgId, {}, progress, { now });
  const { dataset: full, settings, fields } = examples;
  if (forest.horizonDays !== examples.horizonDays) {
    throw new WorkflowError('import_horizon_differs', { trained: forest.horizonDays, current: examples.horizonDays });
  }
  const split = splitNewer(full, forest.trainedUntil);
  const calibrated = split.train;
  const read = readForest(forest.format, forest.json, forest.columns ?? [], {
    examples: calibrationExamples(full, calibrated),
    categories: forest.categories,
  });
  const schema = schemaOf(full, read, forest.categories);
  const dataset = {
    ...full,
    schema,
    table: full.table.withFeatures(schema.features.map(({ name }) => columnOf(full, name))),
  };
  const { facts: ofSnapshots, counts } = snapshotFactsOf(orgId, examples);
  const facts = { ...ofSnapshots, trainedUntil: new Date(forest.trainedUntil).toISOString() };
  const report = reportOf({ examples, dataset, split, model: read, now, facts });
  const learned = { ...dataset, labels: takeRows(full.labels, calibrated) };
  const model = read.withFacts({
    ...modelFileFacts(report, learned, settings, facts, now),
    learnedUntil: lastSettled(full, calibrated),
  });
  const entry = await saveModel(ports.models, orgId, { model, report, trainedAt: now, fields, counts }, false);
  return { entry, report, features: schema.features.length, calibratedOn: calibrated.length };
}

/** The snapshots of leads that were created after the training, divided by time. */
function splitNewer(dataset: Dataset, trainedUntil: Instant): Split {
  const { times, leads, groups = [], createdAt, labels } = dataset;
  const rows = Int32Array.from(labels.keys()).filter((row) => createdAt![row]! >= trainedUntil);
  const newer = representativeRows(dataset, rows);
  const refuse = (): never => {
    const converted = newer.reduce((sum, row) => sum + labels[row]!, 0);
    const facts = { trainedUntil: dayOf(trainedUntil), rows: newer.length, converted };
    throw new WorkflowError('import_outcomes_missing', facts);
  };
  if (!hasEnoughOutcomes(dataset, newer)) refuse();
  const within = holdoutByTime(
    {
      asOf: takeRows(times!.asOf, newer),
      // The calibrator may use outcomes that settled after the split: leaving them out would leave few, and they hardly change the ranking.
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
    title: full.title,
    generatedAt: now,
    horizonDays: full.horizonDays,
    goal: full.goal,
    split,
    threshold,
    seed,
    labels,
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
    leads: leadCounts(full, split),
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

const sentenceOf = ({ train, test, splitAt }: Split, trainedUntil: string): string =>
  `Another program learned from snapshots until ${trainedUntil.slice(0, 10)}. Of leads created since, ${train.length} snapshots before ` +
  `${dayOf(splitAt!)} calibrated the model, including outcomes that became known later, and ${test.length} newer ones measured it.`;

const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
