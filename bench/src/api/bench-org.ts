/* An org to score: leads with fields, activities and campaigns, and a model of 200 trees of depth 8. */
import { DAY_MS, seededRandom } from '@leadlight/common';
import { trainForest, writeModel, type Column, type Json } from '@leadlight/forest';
import {
  featureSchemaFor,
  rowOf,
  snapshotAt,
  type FeatureSchema,
  type FieldType,
  type FieldValue,
  type LeadField,
  type LeadHistory,
} from '@leadlight/lead-features';
import { type Storage } from '@leadlight/storage';
import { createApiKey, modelIdOf, TableBuilder, type HistoryRecord } from '@leadlight/workflows';

export const ORG = '00D00000000BENCH';
export const LEADS = 2_000;
const TRAINING_ROWS = 10_000;
const NOW = Date.UTC(2026, 10, 1);

const SOURCES = ['Web', 'Referral', 'Trade show', 'Purchased list', 'Partner', 'Phone'];
const INDUSTRIES = ['Aerospace', 'Banking', 'Chemicals', 'Education', 'Energy', 'Retail', 'Software', 'Transport'];
const TITLES = ['CEO', 'Head of Purchasing', 'Sales Manager', 'Developer', 'Assistant', 'Director of Operations'];
const COUNTRIES = ['Austria', 'Germany', 'France', 'Spain', 'Poland', 'Italy'];

const field = (name: string, type: FieldType): LeadField => ({
  name,
  label: name,
  type,
  custom: false,
  past: { kind: 'immutable' },
});
const fields: readonly LeadField[] = [
  field('LeadSource', 'picklist'),
  field('Industry', 'picklist'),
  field('Title', 'string'),
  field('Country', 'string'),
  field('Company', 'string'),
  field('Email', 'email'),
  field('Phone', 'phone'),
  field('NumberOfEmployees', 'number'),
  field('AnnualRevenue', 'currency'),
];

export const schema: FeatureSchema = featureSchemaFor(fields).schema;

/** 18 characters, as Salesforce ids. */
const leadIdOf = (index: number): string => `00Q5g0000${String(index).padStart(6, '0')}EAF`;

function simulateHistory(index: number, random: () => number): LeadHistory {
  const one = (values: readonly string[]) => values[Math.floor(random() * values.length)]!;
  const createdAt = NOW - Math.floor(random() * 400 * DAY_MS);
  const values: Record<string, FieldValue> = {
    LeadSource: one(SOURCES),
    Industry: random() < 0.1 ? null : one(INDUSTRIES),
    Title: one(TITLES),
    Country: one(COUNTRIES),
    Company: `Company ${index} Ltd`,
    Email: `lead${index}@company${index % 97}.example`,
    Phone: random() < 0.5 ? null : '+43 1 0000',
    NumberOfEmployees: Math.floor(random() ** 3 * 5_000) + 1,
    AnnualRevenue: Math.floor(random() ** 3 * 50_000_000),
  };
  const within = () => createdAt + Math.floor(random() * (NOW - createdAt));
  const activities = Array.from({ length: Math.floor(random() * 6) }, (_, at) => {
    const when = within();
    const kind = (['task', 'call', 'email'] as const)[at % 3]!;
    return { id: `00T${index}x${at}`, kind, createdAt: when, completedAt: when, incoming: random() < 0.3 };
  });
  const campaigns = Array.from({ length: Math.floor(random() * 3) }, (_, at) => {
    const when = within();
    return {
      id: `00v${index}x${at}`,
      campaignId: `701x${at}`,
      campaignType: 'Webinar',
      createdAt: when,
      respondedAt: null,
    };
  });
  return {
    leadId: leadIdOf(index),
    createdAt,
    fields: values,
    changes: [],
    activities,
    campaigns,
    convertedAt: null,
    isDeleted: false,
  };
}

/** Depends on source, replies and size. About 12 % convert. */
function conversionProbability(history: LeadHistory): number {
  const replies = history.activities.filter(({ incoming }) => incoming).length;
  const log10Size = Math.log10(Number(history.fields.NumberOfEmployees));
  const logit = -3.6 + (history.fields.LeadSource === 'Referral' ? 1.5 : 0) + 0.8 * replies + 0.3 * log10Size;
  return 1 / (1 + Math.exp(-logit));
}

/** Trains the model on 10,000 leads. @returns the model file */
export function benchModel(): Uint8Array {
  const random = seededRandom(1);
  const table = new TableBuilder(schema);
  const labels = new Uint8Array(TRAINING_ROWS);
  for (let row = 0; row < TRAINING_ROWS; row += 1) {
    const history = simulateHistory(row, random);
    table.add(rowOf(schema, snapshotAt(history, NOW)));
    labels[row] = random() < conversionProbability(history) ? 1 : 0;
  }
  const { columns }: { columns: readonly Column[] } = table.take(Int32Array.from(labels, (_, row) => row));
  const facts = { schema: schema as unknown as Json, threshold: 0.5, trainedAt: NOW, examples: TRAINING_ROWS };
  const examples = { rows: TRAINING_ROWS, columns, labels };
  return writeModel(trainForest(examples, { seed: 1, trees: 200, maxDepth: 8 }, { facts }).model);
}

/** Fills the storage. @returns a key for the org */
export async function fillBenchOrg(storage: Storage, file: Uint8Array): Promise<string> {
  const random = seededRandom(2);
  const records = Array.from({ length: LEADS }, (_, index) => recordsOf(simulateHistory(index, random))).flat();
  await storage.leadHistories.append(ORG, 'Lead', records, 'all');
  const entry = { id: modelIdOf(file), learner: 'forest', trainedAt: NOW, report: {} };
  await storage.models.save(ORG, file, entry, true);
  return (await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'bench')).key;
}

function recordsOf(history: LeadHistory): HistoryRecord[] {
  const { leadId, createdAt } = history;
  const version = { changedAt: NOW, deleted: false };
  return [
    {
      kind: 'lead',
      id: leadId,
      createdAt,
      convertedAt: null,
      contactId: null,
      opportunityId: null,
      fields: history.fields,
      ...version,
    },
    ...history.activities.map(
      ({ kind, ...activity }) =>
        ({ kind: 'activity', activityKind: kind, partyId: leadId, ...activity, ...version }) as const,
    ),
    ...history.campaigns.map(
      (membership) => ({ kind: 'campaignMembership', leadId, ...membership, ...version }) as const,
    ),
  ];
}

/** Bodies of `POST /v1/scores`, each with the next `leads` leads. */
export function scoreBodies(leads: number, maxReasons: number, count = Math.min(200, LEADS / leads)): string[] {
  return Array.from({ length: count }, (_, body) =>
    JSON.stringify({
      leads: Array.from({ length: leads }, (_each, lead) => ({ leadId: leadIdOf((body * leads + lead) % LEADS) })),
      maxReasons,
    }),
  );
}
