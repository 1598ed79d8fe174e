import { trainForest, writeModel, type Json } from '@leadlight/forest';
import type { FeatureSchema } from '@leadlight/lead-features';
import { modelIdOf } from '@leadlight/workflows';

const schema: FeatureSchema = {
  version: 1,
  features: [
    {
      name: 'lead_source',
      kind: 'categorical',
      unit: 'none',
      field: 'LeadSource',
      labelKey: 'Feature_LeadSource',
      label: 'Lead source',
      source: { type: 'field', field: 'LeadSource', read: 'value' },
    },
    {
      name: 'employees',
      kind: 'numeric',
      unit: 'people',
      field: 'NumberOfEmployees',
      labelKey: 'Feature_Employees',
      label: 'Employees',
      source: { type: 'field', field: 'NumberOfEmployees', read: 'value' },
    },
  ],
};

const SOURCES = ['Referral', 'Web', 'Purchased list'];
const CONVERTED_IN_TEN = [6, 3, 1];
const ROWS = 600;

/** A small forest in which referrals and large companies convert. Each seed gives another file. */
export function testModel(seed: number) {
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 3);
  const people = Float64Array.from({ length: ROWS }, (_, row) => (row * 37) % 500);
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => {
    const chance = CONVERTED_IN_TEN[codes[row]!]! + (people[row]! > 250 ? 2 : 0);
    return (row * 7919) % 10 < chance ? 1 : 0;
  });
  const trainedAt = Date.UTC(2026, 10, 20, 2);
  const facts = { schema: schema as unknown as Json, threshold: 0.5, trainedAt, examples: ROWS };
  const examples = {
    rows: ROWS,
    columns: [
      { kind: 'categorical' as const, name: 'lead_source', codes, categories: SOURCES },
      { kind: 'numeric' as const, name: 'employees', values: people },
    ],
    labels,
  };
  const file = writeModel(trainForest(examples, { seed, trees: 20 }, { facts }).model);
  return { file, entry: { id: modelIdOf(file), learner: 'forest', trainedAt, report: {} } };
}
