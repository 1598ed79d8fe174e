import { expect, test } from 'vitest';
import { journalChanges, observedOf } from './journal.ts';

const version = (changed_at: number, fields: Record<string, string | number | null>) => ({ changed_at, fields });

test('a field that differs between two versions changed by the time of the later one', () => {
  const versions = [version(10, { A: 'x', B: 1 }), version(20, { A: 'y', B: 1 }), version(30, { A: null, B: 1 })];
  expect(journalChanges(versions, [])).toEqual([
    { field: 'A', at: 20, oldValue: 'x', newValue: 'y' },
    { field: 'A', at: 30, oldValue: 'y', newValue: null },
  ]);
});

test('a field with tracked changes is left to them', () => {
  const tracked = [{ field: 'A', at: 15, oldValue: 'x', newValue: 'y' }];
  expect(journalChanges([version(10, { A: 'x' }), version(20, { A: 'y' })], tracked)).toEqual([]);
});

test('a field that was not read says nothing: neither its coming nor its going is a change', () => {
  expect(journalChanges([version(10, {}), version(20, { A: 'x' }), version(30, {})], [])).toEqual([]);
});

test('a field that was not read for a while is compared with what was last known', () => {
  const versions = [version(10, { A: 'x' }), version(20, {}), version(30, { A: 'y' })];
  expect(journalChanges(versions, [])).toEqual([{ field: 'A', at: 30, oldValue: 'x', newValue: 'y' }]);
});

test('a single version has no journal', () => {
  expect(journalChanges([version(10, { A: 'x' })], [])).toEqual([]);
});

test('a lead is observed from its first version on, and a field that came later from the first that holds it', () => {
  expect(observedOf([version(10, { A: 'x' })])).toEqual({ since: 10 });
  const versions = [
    version(10, { A: 'x' }),
    version(20, { A: 'x', B: 1 }),
    version(30, { A: 'y', B: 2 }),
    version(40, { A: 'y' }),
  ];
  expect(observedOf(versions)).toEqual({ since: 10, later: { B: 20 } });
});
