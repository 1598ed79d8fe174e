import { trainForest, writeModel, type Json } from '@leadlight/forest';
import { modelIdOf } from '@leadlight/workflows';
import { twoFieldSchema } from '@leadlight/workflows/testing';

const SOURCES = ['Referral', 'Web', 'Purchased list'];
const CONVERTED_IN_TEN = [6, 3, 1];
const ROWS = 600;

/** A small forest in which referrals and large companies convert. Each seed gives another model. */
export function testModel(seed: number) {
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 3);
  const people = Float64Array.from({ length: ROWS }, (_, row) => (row * 37) % 500);
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => {
    const chance = CONVERTED_IN_TEN[codes[row]!]! + (people[row]! > 250 ? 2 : 0);
    return (row * 7919) % 10 < chance ? 1 : 0;
  });
  const trainedAt = Date.UTC(2026, 10, 20, 2);
  const facts = { schema: twoFieldSchema as unknown as Json, threshold: 0.5, trainedAt, examples: ROWS };
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
