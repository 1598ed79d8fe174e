import type { Explanation, Json, TreeModel } from '@leadlight/forest';
import type { FieldValue, LeadHistory } from '@leadlight/lead-features';
import type { ScoreLogEntry } from '../ports/index.ts';
import { NOW, TestClock, twoFieldSchema as schema } from './index.ts';
import type { ScoringModel } from '../scoring/scoring-model.ts';

export { NOW, schema, TestClock };

/** Raw output is a plain sum, so that its Shapley values are known: +0.2 for a referral, +0.1 for 100 people or more. */
export const additiveModel: TreeModel = {
  learner: 'additive',
  features: [
    { name: 'lead_source', kind: 'categorical' },
    { name: 'employees', kind: 'numeric' },
  ],
  reference: {
    quantiles: Array.from({ length: 101 }, (_, rank) => rank / 100),
    bins: [
      { upTo: 0.5, count: 400, converted: 100 },
      { upTo: 1, count: 400, converted: 300 },
    ],
  },
  facts: { schema: schema as unknown as Json, threshold: 0.5 },
  predict: (row) => explain(row).raw,
  predictTable: (table) => new Float64Array(table.rows),
  explain: (row) => explain(row),
  calibrate: (raw) => raw,
  isUnseen: (feature, value) => feature === 0 && !['Referral', 'Web'].includes(value),
};

function explain(row: readonly (number | string | null)[]): Explanation {
  const base = 0.5;
  const contributions = Float64Array.of(row[0] === 'Referral' ? 0.2 : -0.2, Number(row[1]) >= 100 ? 0.1 : -0.1);
  return { base, contributions, raw: contributions.reduce((sum, contribution) => sum + contribution, base) };
}

export const scoringModel: ScoringModel = {
  entry: { id: '9f2c41d07be35a68', version: 7, trainedAt: Date.UTC(2026, 10, 20, 2) },
  model: additiveModel,
  schema,
  threshold: 0.5,
};

export const historyOf = (leadId: string, fields: Readonly<Record<string, FieldValue>>): LeadHistory => ({
  leadId,
  createdAt: NOW - 86_400_000,
  fields,
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: null,
  isDeleted: false,
});

const notLarge = () => Promise.reject(new Error('The org is small.'));

/** For orgs that one process scores without buckets. */
export const noBuckets = {
  bucketRuns: {
    start: notLarge,
    list: notLarge,
    count: notLarge,
    waiting: notLarge,
    isWaiting: notLarge,
    save: notLarge,
    results: (): never => {
      throw new Error('The org is small.');
    },
    end: notLarge,
  },
  jobQueue: { send: notLarge, list: notLarge, cancel: notLarge },
};

/** The experiments of an org that has none. */
export const noExperiments = {
  findOpen: () => Promise.resolve(undefined),
  enrol: () => Promise.reject(new Error('There is no experiment.')),
  findLeads: () => Promise.reject(new Error('There is no experiment.')),
  markViewed: () => Promise.reject(new Error('There is no experiment.')),
};

/** Ports in memory, with what was logged. */
export function scoringPorts(histories: readonly LeadHistory[]) {
  const logged: { readonly orgId: string; readonly entry: ScoreLogEntry }[] = [];
  return {
    logged,
    clock: new TestClock(),
    experiments: noExperiments,
    activeModels: { get: () => Promise.resolve(scoringModel) },
    orgFieldNames: { get: () => Promise.resolve(new Set(['LeadSource', 'NumberOfEmployees', 'LastName'])) },
    leadHistories: {
      findHistories: (_orgId: string, leadIds: readonly string[]) =>
        Promise.resolve(new Map(histories.filter(({ leadId }) => leadIds.includes(leadId)).map((h) => [h.leadId, h]))),
    },
    scoreLog: {
      append: (orgId: string, entries: readonly ScoreLogEntry[]) => {
        for (const entry of entries) logged.push({ orgId, entry });
        return Promise.resolve();
      },
    },
  };
}
