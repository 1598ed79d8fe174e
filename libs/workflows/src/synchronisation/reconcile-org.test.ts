import { describe, expect, it } from 'vitest';
import type { ActivityRecord, HistoryRecord, LeadRecord } from '../ports/index.ts';
import { noProgress } from '../ports/index.ts';
import { reconcileOrg, reconciliationSummary, type ReconcilePorts } from './reconcile-org.ts';

const at = (text: string): number => Date.parse(text);
const [FROM, TO, NOW] = [at('2026-11-01T00:00:00Z'), at('2026-11-08T00:00:00Z'), at('2026-11-09T00:00:00Z')];

const lead = (id: string, createdAt: string, more: Partial<LeadRecord> = {}): LeadRecord => ({
  kind: 'lead',
  id,
  changedAt: at(createdAt),
  deleted: false,
  createdAt: at(createdAt),
  convertedAt: null,
  contactId: null,
  opportunityId: null,
  fields: {},
  ...more,
});

const task = (id: string, createdAt: string): ActivityRecord => ({
  kind: 'activity',
  id,
  changedAt: at(createdAt),
  deleted: false,
  partyId: '00Q1',
  activityKind: 'task',
  createdAt: at(createdAt),
  completedAt: null,
  incoming: false,
});

/** Leads count on the day of their last change, activities on that of their creation. */
const timeOf = (record: HistoryRecord): number => (record.kind === 'activity' ? record.createdAt : record.changedAt);
const dayOf = (record: HistoryRecord): string => new Date(timeOf(record)).toISOString().slice(0, 10);
const streamOf = (record: HistoryRecord): string => (record.kind === 'lead' ? 'Lead' : 'Task');

/** Records of this lead are kept out of storage. */
const ERASED = '00Qerased';
const isErased = (record: HistoryRecord): boolean =>
  record.id === ERASED || (record.kind === 'activity' && record.partyId === ERASED);

/** A CRM and a store: two lists of records, of which the last version of each record counts. */
function twoSides(crm: readonly HistoryRecord[], stored: readonly HistoryRecord[]) {
  const inStorage = [...stored];
  const newest = (records: readonly HistoryRecord[]) => [...new Map(records.map((each) => [each.id, each])).values()];
  const alive = (records: readonly HistoryRecord[], stream: string, from: number, to: number) =>
    newest(records).filter(
      (each) => !each.deleted && streamOf(each) === stream && timeOf(each) >= from && timeOf(each) < to,
    );
  const counts = (records: readonly HistoryRecord[]) =>
    new Map([...Map.groupBy(records, dayOf)].map(([day, each]) => [day, each.length]));
  const streamOfKind = (kind: HistoryRecord['kind']) => (kind === 'lead' ? 'Lead' : 'Task');
  const appended: { stream: string; cursor: string | undefined; ids: string[] }[] = [];
  const acquired: string[] = [];
  const notCalled = (): never => expect.fail('not called');
  const ports: ReconcilePorts = {
    crmCounts: {
      counted: [
        { stream: 'Lead', selection: { kind: 'lead', dayOf: 'change' }, idPrefix: '00Q' },
        { stream: 'Task', selection: { kind: 'activity', activityKinds: ['task'] }, idPrefix: '00T' },
      ],
      countsByDay: async (stream, from, to) => counts(alive(crm, stream, from, to)),
      idsBetween: async (stream, from, to) => alive(crm, stream, from, to).map(({ id }) => id),
      readByIds: async (_stream, ids) => newest(crm).filter(({ id }) => ids.includes(id)),
    },
    reconciliation: {
      countsByDay: async (_org, { kind }, from, to) => counts(alive(inStorage, streamOfKind(kind), from, to)),
      idsBetween: async (_org, { kind }, from, to) =>
        alive(inStorage, streamOfKind(kind), from, to).map(({ id }) => id),
      keptOut: async (_org, records) => new Set(records.filter(isErased).map(({ id }) => id)),
      markDeleted: async (_org, _kind, ids, deletedAt) => {
        for (const record of newest(inStorage)) {
          if (ids.includes(record.id)) inStorage.push({ ...record, deleted: true, changedAt: deletedAt });
        }
        return ids.length;
      },
    },
    leadHistories: {
      append: async (_org, stream, records, cursor) => {
        appended.push({ stream, cursor, ids: records.map(({ id }) => id) });
        const kept = records.filter((record) => !isErased(record));
        inStorage.push(...kept);
        return kept.length;
      },
      findCursor: notCalled,
      readHistories: notCalled,
      findHistories: notCalled,
      countLeads: notCalled,
    },
    claims: {
      claim: async (_org, work) => {
        acquired.push(work);
        return { confirm: () => Promise.resolve(), release: () => Promise.resolve() };
      },
    },
    clock: { now: () => NOW },
  };
  return { ports, appended, acquired, inStorage: () => newest(inStorage) };
}

describe('reconcileOrg', () => {
  it('reads, stores and reports nothing if both sides agree', async () => {
    const both = [lead('00Q1', '2026-11-02T10:00:00Z'), task('00T1', '2026-11-03T10:00:00Z')];
    const { ports, appended, acquired } = twoSides(both, both);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
    expect(appended).toEqual([]);
    expect(acquired).toEqual(['sync']);
  });

  it('reads and stores what was missed, only on the days that differ', async () => {
    const [early, missed] = [lead('00Q1', '2026-11-02T10:00:00Z'), lead('00Q2', '2026-11-04T23:59:59Z')];
    const missedTask = task('00T1', '2026-11-05T00:00:00Z');
    const { ports, appended } = twoSides([early, missed, missedTask], [early]);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([
      { stream: 'Lead', day: '2026-11-04', inCrm: 1, stored: 0, added: 1, deleted: 0 },
      { stream: 'Task', day: '2026-11-05', inCrm: 1, stored: 0, added: 1, deleted: 0 },
    ]);
    expect(appended).toEqual([
      { stream: 'Lead', cursor: undefined, ids: ['00Q2'] },
      { stream: 'Task', cursor: undefined, ids: ['00T1'] },
    ]);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
  });

  it('stores a missed deletion as the CRM reports it, and infers it if the CRM no longer has the record', async () => {
    const [stored, forgotten] = [lead('00Q1', '2026-11-02T10:00:00Z'), lead('00Q2', '2026-11-02T11:00:00Z')];
    const inBin = lead('00Q1', '2026-11-02T10:00:00Z', { deleted: true, changedAt: at('2026-11-06T00:00:00Z') });
    const { ports, inStorage } = twoSides([inBin], [stored, forgotten]);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([
      { stream: 'Lead', day: '2026-11-02', inCrm: 0, stored: 2, added: 1, deleted: 1 },
    ]);
    expect(inStorage().map(({ id, deleted, changedAt }) => ({ id, deleted, changedAt }))).toEqual([
      { id: '00Q1', deleted: true, changedAt: inBin.changedAt },
      { id: '00Q2', deleted: true, changedAt: NOW },
    ]);
  });

  it('is silent about rows that are kept out of storage because their lead was erased', async () => {
    const erased = [lead(ERASED, '2026-11-02T10:00:00Z'), { ...task('00T1', '2026-11-03T10:00:00Z'), partyId: ERASED }];
    const { ports, inStorage } = twoSides(erased, []);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
    expect(inStorage()).toEqual([]);
  });

  it('is silent about rows that are no record of their own', async () => {
    const { ports } = twoSides([task('00T1', '2026-11-03T10:00:00Z')], []);
    const pattern = { ...task('00T1', '2026-11-03T10:00:00Z'), deleted: true };
    const crmCounts = { ...ports.crmCounts, readByIds: () => Promise.resolve([pattern]) };
    const leadHistories = { ...ports.leadHistories, append: () => Promise.resolve(0) };
    expect(await reconcileOrg({ ...ports, crmCounts, leadHistories }, 'org', FROM, TO, noProgress)).toEqual([]);
  });

  it('skips objects that the user may not read', async () => {
    const task1 = task('00T1', '2026-11-03T10:00:00Z');
    const { ports, appended, inStorage } = twoSides([], [task1]);
    const crmCounts = { ...ports.crmCounts, countsByDay: () => Promise.resolve(undefined) };
    expect(await reconcileOrg({ ...ports, crmCounts }, 'org', FROM, TO, noProgress)).toEqual([]);
    expect(appended).toEqual([]);
    expect(inStorage()).toEqual([task1]);
  });

  it('finds and stores a missed change although no record is missing', async () => {
    const before = lead('00Q1', '2026-11-02T10:00:00Z');
    const after = { ...before, changedAt: at('2026-11-05T10:00:00Z'), fields: { Status: 'Working' } };
    const { ports, inStorage } = twoSides([after], [before]);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([
      { stream: 'Lead', day: '2026-11-02', inCrm: 0, stored: 1, added: 1, deleted: 0 },
    ]);
    expect(inStorage()).toEqual([after]);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
  });

  it('stores changes made after the compared days, but reports no difference', async () => {
    const before = lead('00Q1', '2026-11-02T10:00:00Z');
    const deleted = { ...before, changedAt: TO, deleted: true };
    const { ports, inStorage } = twoSides([deleted], [before]);
    expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
    expect(inStorage()).toEqual([deleted]);
  });
});

describe('reconciliationSummary', () => {
  const day = (dayOfMonth: number) => ({
    stream: 'Lead',
    day: `2026-11-0${dayOfMonth}`,
    inCrm: 4,
    stored: 3,
    added: 2,
    deleted: 1,
  });

  it('names the days that differed with their counts, and what was changed', () => {
    expect(reconciliationSummary([day(1)])).toBe(
      'Org and storage differed (Lead 2026-11-01: 4 in the org, 3 in storage). 2 records were added to storage, 1 deleted.',
    );
    expect(reconciliationSummary([])).toBe('Org and storage agree on every object and day.');
  });

  it('names the first days and counts the others', () => {
    const summary = reconciliationSummary([1, 2, 3, 4, 5, 6, 7].map(day));
    expect(summary).toContain('2026-11-05: 4 in the org, 3 in storage; and 2 more)');
    expect(summary).toContain('14 records were added to storage, 7 deleted');
  });
});
