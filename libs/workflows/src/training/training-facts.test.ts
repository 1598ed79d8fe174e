import { textTableOf } from '@leadlight/lead-table';
import { describe, expect, it } from 'vitest';
import { trainingFacts } from './training-facts.ts';
import { tableDataset } from './train-on-table.ts';

const NOW = Date.UTC(2026, 0, 2);
const settings = { learner: 'best', seed: 7, threshold: 0.5, holdout: 0.2 } as const;
const rows = Array.from({ length: 50 }, (_, row) => [
  row % 2 ? 'Web' : 'Event',
  String(row % 9),
  row % 3 ? 'no' : 'yes',
]);

function factsOf(changed: readonly string[][], given: object = {}): Record<string, string> {
  const header = ['source', 'visits', 'won'];
  const outcome = { kind: 'label', column: 'won' } as const;
  const { dataset } = tableDataset({ title: 't', table: textTableOf(header, changed), outcome }, NOW);
  const facts = trainingFacts(dataset, { ...settings, ...given }, { orgId: 'org', snapshotAgesDays: [0, 7] });
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
}

describe('trainingFacts', () => {
  it('returns the settings in words, only those that differ from the defaults', () => {
    expect(factsOf(rows)).toMatchObject({ 'org id': 'org', 'snapshot ages days': '0, 7', learner: 'best', seed: '7' });
    expect(factsOf(rows)).not.toHaveProperty('half life days');
    const changed = factsOf(rows, { halfLifeDays: 90, monotonicConstraints: { visits: 'up' } });
    expect(changed).toMatchObject({ 'half life days': '90', 'monotonic constraints': 'visits up' });
  });

  it('hashes the examples, so that one changed value or outcome changes the hash', () => {
    const hash = (of: readonly string[][]) => factsOf(of)['hash of examples'];
    expect(hash(rows)).toMatch(/^[0-9a-f]{16}$/);
    expect(hash(rows.map((cells) => [...cells]))).toBe(hash(rows));
    const changed = [
      rows.with(3, ['Event', '3', 'no']),
      rows.with(4, ['Event', '5', rows[4]![2]!]),
      rows.with(5, [...rows[5]!.slice(0, 2), rows[5]![2] === 'no' ? 'yes' : 'no']),
    ];
    expect(new Set([rows, ...changed].map(hash)).size).toBe(4);
  });
});
