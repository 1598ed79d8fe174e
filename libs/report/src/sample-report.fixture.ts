import { codedMessage, DAY_MS, seededRandom } from '@leadlight/common';
import { featureDependences, holdoutByTime, type Contender, type LeakageFinding } from '@leadlight/evaluation';
import type { FeatureEffects } from './model-report/feature-effects.ts';
import type { ModelReportInput } from './model-report/model-report.ts';

const START = Date.UTC(2025, 0, 1);
const ROWS = 4000;

/** A report on simulated leads: a forest that predicts the true probability, and simpler contenders. */
export function sampleReport(changes: Partial<ModelReportInput> = {}): ModelReportInput {
  const next = seededRandom(17);
  const asOf = Array.from({ length: ROWS }, (_, row) => START + Math.floor((row / ROWS) * 365) * DAY_MS);
  const split = holdoutByTime({ asOf, settledAt: asOf.map((at) => at + 30 * DAY_MS) });
  const truth = Array.from(split.test, () => 0.02 + 0.6 * next() ** 3);
  const labels = truth.map((probability) => Number(next() < probability));
  const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const contender = (id: string, name: string, complexity: number, probabilities: readonly number[]): Contender => ({
    id,
    name,
    complexity,
    canWin: true,
    probabilities,
  });
  const blurred = truth.map((p) => Math.max(0.01, 0.3 * p + 0.7 * mean + 0.3 * (next() - 0.5)));
  return {
    title: 'Simulated leads',
    generatedAt: Date.UTC(2026, 0, 2),
    split,
    threshold: 0.5,
    horizonDays: 30,
    labels,
    published: 'forest',
    contenders: [
      contender(
        'base-rate',
        'the base rate',
        0,
        labels.map(() => mean),
      ),
      contender('rules', 'the points table', 1, blurred),
      contender('forest', 'the forest', 5, truth),
    ],
    thresholdOptions: { value: { deal: 8000, call: 500 }, capacity: { leadsPerWeek: 20, incomingPerWeek: 80 } },
    asOf: Array.from(split.test, (row) => asOf[row]!),
    leakage: sampleFindings,
    features: sampleDependences(next),
    effects: sampleEffects,
    facts: [{ name: 'learner', value: 'forest' }],
    seed: 1,
    ...changes,
  };
}

const sampleFindings: readonly LeakageFinding[] = [
  {
    field: 'Tags',
    verdict: 'excluded',
    evidence: [codedMessage('alone_excluded', 'Alone it reaches AUC 0.92.')],
    auc: 0.92,
  },
  {
    field: '<b>Note</b>',
    verdict: 'suspect',
    evidence: [codedMessage('emptiness', 'Being empty predicts.')],
    auc: 0.7,
  },
  {
    field: 'Source',
    verdict: 'fine',
    evidence: [codedMessage('nothing_against', 'Nothing speaks against it.')],
    auc: 0.6,
  },
];

const sampleEffects: FeatureEffects = {
  importances: [
    {
      name: 'visits',
      label: 'Visits',
      gainShare: 0.41,
      range: { low: { value: '0', probability: 0.04 }, high: { value: '17', probability: 0.31 } },
    },
    { name: 'owner', label: 'Owner', gainShare: -0.01 },
  ],
  interaction: {
    labels: ['Visits', 'Source'],
    baseValues: ['0', 'Web & co'],
    changedValues: ['17', 'Referral'],
    expected: { neither: 0.05, first: 0.12, second: 0.18, both: 0.43 },
  },
};

function sampleDependences(next: () => number) {
  const rows = Array.from({ length: 300 }, () => {
    const visits = Math.floor(next() * 20);
    return { values: [visits, next() < 0.5 ? 'Web & co' : null], contributions: [0.02 * (visits - 10), 0.1] };
  });
  return featureDependences(
    [
      { name: 'visits', field: 'Visits', label: 'Visits', kind: 'numeric' },
      { name: 'source', field: 'Source', label: 'Source', kind: 'categorical' },
    ],
    rows,
  );
}
