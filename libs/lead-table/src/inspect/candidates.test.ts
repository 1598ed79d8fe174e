import { describe, expect, it } from 'vitest';
import { readTable } from '../table/read-table.ts';
import { textTableOf } from '../table/text-table.ts';
import { columnCandidates } from './candidates.ts';

function candidatesOf(columns: Record<string, (row: number) => string>) {
  const names = Object.keys(columns);
  const rows = Array.from({ length: 60 }, (_, row) => names.map((name) => columns[name]!(row)));
  const table = textTableOf(names, rows);
  return columnCandidates(table, readTable(table));
}

describe('columnCandidates', () => {
  it('finds outcome, id and creation date among other columns', () => {
    const { outcome, id, created, dates } = candidatesOf({
      'Lead ID': (row) => `L-${row}`,
      newsletter: (row) => (row % 3 ? 'yes' : 'no'),
      'Created Date': (row) => `2025-01-${String(1 + (row % 28)).padStart(2, '0')}`,
      last_seen: (row) => `2025-02-${String(1 + (row % 28)).padStart(2, '0')}`,
      deal_stage: (row) => ['Won', 'Lost', 'Engaging'][row % 3]!,
      visits: (row) => String(row % 5),
    });
    expect(outcome.map(({ column }) => column)).toEqual(['deal_stage', 'newsletter']);
    expect(outcome[0]!.values).toMatchObject({ converted: [{ text: 'Won' }], notConverted: [{ text: 'Lost' }] });
    expect([id, created, dates]).toEqual([['Lead ID'], ['Created Date'], ['Created Date', 'last_seen']]);
  });

  it('prefers a name for the outcome, then the last column, and leaves unclear values to a person', () => {
    expect(
      candidatesOf({ converted: (row) => String(row % 2), last: (row) => String(row % 2) }).outcome[0]!.column,
    ).toBe('converted');
    expect(candidatesOf({ first: (row) => String(row % 2), last: (row) => String(row % 2) }).outcome[0]!.column).toBe(
      'last',
    );
    const [unclear] = candidatesOf({ status: (row) => (row % 2 ? 'red' : 'blue') }).outcome;
    expect(unclear).toEqual({ column: 'status' });
  });

  it('finds the id of leads that have several rows, before the id of the rows, and no id of a campaign', () => {
    const touches = {
      'Touch ID': (row: number) => `T-${row}`,
      LeadId: (row: number) => `L-${row % 20}`,
      'Campaign ID': (row: number) => `C-${row % 15}`,
    };
    const { id, repeatedIds } = candidatesOf(touches);
    expect(id).toEqual(['LeadId', 'Touch ID']);
    expect(repeatedIds).toEqual([{ column: 'LeadId', rows: 60, leads: 20 }]);
  });

  it('proposes nothing where nothing fits', () => {
    expect(candidatesOf({ amount: (row) => String(row * 1.5) })).toEqual({
      outcome: [],
      id: [],
      repeatedIds: [],
      created: [],
      dates: [],
    });
  });
});
