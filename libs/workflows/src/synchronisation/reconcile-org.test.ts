import { expect, test } from 'vitest';
import type { ActivityRecord, HistoryRecord, LeadRecord } from '../ports/index.ts';
import { noProgress } from '../ports/index.ts';
import { reconcileOrg, type ReconcilePorts } from './reconcile-org.ts';

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

/** A CRM and a store, each a list of records of which the last version counts. */
function twoSides(crm: readonly HistoryRecord[], stored: readonly HistoryRecord[]) {
  const here = [...stored];
  const newest = (records: readonly HistoryRecord[]) => [...new Map(records.map((each) => [each.id, each])).values()];
  const alive = (records: readonly HistoryRecord[], stream: string, from: number, to: number) =>
    newest(records).filter(
      (each) => !each.deleted && streamOf(each) === stream && timeOf(each) >= from && timeOf(each) < to,
    );
  const counts = (records: readonly HistoryRecord[]) =>
    new Map([...Map.groupBy(records, dayOf)].map(([day, each]) => [day, each.length]));
  const streamOfKind = (kind: HistoryRecord['kind']) => (kind === 'lead' ? 'Lead' : 'Task');
  const appended: { stream: string; cursor: string | undefined; ids: string[] }[] = [];
  const held: string[] = [];
  const notAsked = (): never => expect.fail('not asked for');
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
      countsByDay: async (_org, { kind }, from, to) => counts(alive(here, streamOfKind(kind), from, to)),
      idsBetween: async (_org, { kind }, from, to) => alive(here, streamOfKind(kind), from, to).map(({ id }) => id),
      markDeleted: async (_org, _kind, ids, goneAt) => {
        for (const record of newest(here)) {
          if (ids.includes(record.id)) here.push({ ...record, deleted: true, changedAt: goneAt });
        }
        return ids.length;
      },
    },
    leadHistories: {
      append: async (_org, stream, records, cursor) => {
        appended.push({ stream, cursor, ids: records.map(({ id }) => id) });
        here.push(...records);
        return records.length;
      },
      findCursor: notAsked,
      readHistories: notAsked,
      findHistories: notAsked,
      countLeads: notAsked,
    },
    leases: {
      tryAcquire: async (_org, work) => {
        held.push(work);
        return { renew: () => Promise.resolve(), release: () => Promise.resolve() };
      },
    },
    clock: { now: () => NOW },
  };
  return { ports, appended, held, here: () => newest(here) };
}

test('where both agree nothing is read, written or reported', async () => {
  const both = [lead('00Q1', '2026-11-02T10:00:00Z'), task('00T1', '2026-11-03T10:00:00Z')];
  const { ports, appended, held } = twoSides(both, both);
  expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
  expect(appended).toEqual([]);
  expect(held).toEqual(['sync']);
});

test('what was missed is read and stored, on the days that differ and no others', async () => {
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

test('a deletion that was missed is stored as the CRM tells it, and made up where the CRM has forgotten the record', async () => {
  const [kept, forgotten] = [lead('00Q1', '2026-11-02T10:00:00Z'), lead('00Q2', '2026-11-02T11:00:00Z')];
  const inBin = lead('00Q1', '2026-11-02T10:00:00Z', { deleted: true, changedAt: at('2026-11-06T00:00:00Z') });
  const { ports, here } = twoSides([inBin], [kept, forgotten]);
  expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([
    { stream: 'Lead', day: '2026-11-02', inCrm: 0, stored: 2, added: 1, deleted: 1 },
  ]);
  expect(here().map(({ id, deleted, changedAt }) => ({ id, deleted, changedAt }))).toEqual([
    { id: '00Q1', deleted: true, changedAt: inBin.changedAt },
    { id: '00Q2', deleted: true, changedAt: NOW },
  ]);
});

test('what this user may not read is neither mended nor deleted here', async () => {
  const task1 = task('00T1', '2026-11-03T10:00:00Z');
  const { ports, appended, here } = twoSides([], [task1]);
  const crmCounts = { ...ports.crmCounts, countsByDay: () => Promise.resolve(undefined) };
  expect(await reconcileOrg({ ...ports, crmCounts }, 'org', FROM, TO, noProgress)).toEqual([]);
  expect(appended).toEqual([]);
  expect(here()).toEqual([task1]);
});

test('a change that was missed is seen and brought, though no record is missing', async () => {
  const before = lead('00Q1', '2026-11-02T10:00:00Z');
  const after = { ...before, changedAt: at('2026-11-05T10:00:00Z'), fields: { Status: 'Working' } };
  const { ports, here } = twoSides([after], [before]);
  expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([
    { stream: 'Lead', day: '2026-11-02', inCrm: 0, stored: 1, added: 1, deleted: 0 },
  ]);
  expect(here()).toEqual([after]);
  expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
});

test('what has changed since the days that are compared is brought and is no difference', async () => {
  const before = lead('00Q1', '2026-11-02T10:00:00Z');
  const deleted = { ...before, changedAt: TO, deleted: true };
  const { ports, here } = twoSides([deleted], [before]);
  expect(await reconcileOrg(ports, 'org', FROM, TO, noProgress)).toEqual([]);
  expect(here()).toEqual([deleted]);
});
