import { describe, expect, it } from 'vitest';
import { journalChanges, mergeRevisions, observedOf } from './journal.ts';

const version = (changed_at: number, fields: Record<string, string | number | null>) => ({ changed_at, fields });

describe('journalChanges', () => {
  it('dates a difference between two versions by the later one', () => {
    const versions = [version(10, { A: 'x', B: 1 }), version(20, { A: 'y', B: 1 }), version(30, { A: null, B: 1 })];
    expect(journalChanges(versions, [])).toEqual([
      { field: 'A', at: 20, oldValue: 'x', newValue: 'y' },
      { field: 'A', at: 30, oldValue: 'y', newValue: null },
    ]);
  });

  it('leaves out fields with tracked changes', () => {
    const tracked = [{ field: 'A', at: 15, oldValue: 'x', newValue: 'y' }];
    expect(journalChanges([version(10, { A: 'x' }), version(20, { A: 'y' })], tracked)).toEqual([]);
  });

  it('reports no change where a field was not read in one of the versions', () => {
    expect(journalChanges([version(10, {}), version(20, { A: 'x' }), version(30, {})], [])).toEqual([]);
  });

  it('compares a field that was not read for a while with its last value', () => {
    const versions = [version(10, { A: 'x' }), version(20, {}), version(30, { A: 'y' })];
    expect(journalChanges(versions, [])).toEqual([{ field: 'A', at: 30, oldValue: 'x', newValue: 'y' }]);
  });

  it('returns no changes for a single version', () => {
    expect(journalChanges([version(10, { A: 'x' })], [])).toEqual([]);
  });
});

describe('observedOf', () => {
  it('returns the time of the first version, and for a later field that of the first version that has it', () => {
    expect(observedOf([version(10, { A: 'x' })])).toEqual({ since: 10 });
    const versions = [
      version(10, { A: 'x' }),
      version(20, { A: 'x', B: 1 }),
      version(30, { A: 'y', B: 2 }),
      version(40, { A: 'y' }),
    ];
    expect(observedOf(versions)).toEqual({ since: 10, later: { B: 20 } });
  });
});

describe('mergeRevisions', () => {
  it('keeps the last value of each field among versions with the same time', () => {
    const versions = [
      version(10, { A: 'x' }),
      version(20, { A: 'y', B: 1 }),
      version(20, { A: 'x' }),
      version(30, { A: 'z' }),
    ];
    expect(mergeRevisions(versions)).toEqual([
      version(10, { A: 'x' }),
      version(20, { A: 'x', B: 1 }),
      version(30, { A: 'z' }),
    ]);
  });
});
