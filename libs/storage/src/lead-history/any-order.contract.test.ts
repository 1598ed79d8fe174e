import type { LeadHistory } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord } from '../testing/records.ts';
import { journalChanges, observedOf } from './journal.ts';

/** Few ids and few times, so that versions collide, move and disappear. */
const id = (prefix: string) => fc.integer({ min: 0, max: 3 }).map((n) => `${prefix}${n}`);
const time = fc.integer({ min: 1, max: 6 }).map((n) => n * 1_000);
const version = { changedAt: time, deleted: fc.boolean() };
const lead = id('L');
const contact = id('C');

const anyRecord: fc.Arbitrary<HistoryRecord> = fc.oneof(
  fc
    .record({
      id: lead,
      ...version,
      contactId: fc.option(contact),
      convertedAt: fc.option(time),
      title: fc.string({ maxLength: 2 }),
    })
    .map(({ title, ...given }) => leadRecord({ ...given, fields: { Title: title } })),
  fc.record({ id: id('T'), ...version, partyId: fc.oneof(lead, contact), incoming: fc.boolean() }).map(activityRecord),
  fc
    .record({ id: id('H'), ...version, leadId: lead, field: fc.constantFrom('Status', 'Title') })
    .map(fieldChangeRecord),
  fc.record({ id: id('M'), ...version, leadId: lead }).map(membershipRecord),
);

const keyOf = (record: HistoryRecord): string => `${record.kind} ${record.id} ${record.changedAt}`;

/** What the store must return, computed as plainly as possible. */
function expected(records: readonly HistoryRecord[]): Map<string, LeadHistory> {
  const newestOf = <K extends HistoryRecord['kind']>(kind: K) => {
    const ofKind = records.filter((record): record is Extract<HistoryRecord, { kind: K }> => record.kind === kind);
    const byId = Map.groupBy(ofKind, (record) => record.id);
    return [...byId.values()].map(
      (versions) => versions.toSorted((a, b) => b.changedAt - a.changedAt)[0] ?? expect.fail(),
    );
  };
  const alive = <Record extends HistoryRecord>(all: readonly Record[]) => all.filter(({ deleted }) => !deleted);
  const histories = newestOf('lead').map((newest): LeadHistory => {
    const changes = alive(newestOf('fieldChange'))
      .filter(({ leadId }) => leadId === newest.id)
      .map(({ field, changedAt, oldValue, newValue }) => ({ field, at: changedAt, oldValue, newValue }));
    const versions = records
      .filter((record) => record.kind === 'lead' && record.id === newest.id)
      .toSorted((a, b) => a.changedAt - b.changedAt)
      .map((record) => ({ changed_at: record.changedAt, fields: record.kind === 'lead' ? record.fields : {} }));
    return {
      leadId: newest.id,
      createdAt: newest.createdAt,
      fields: newest.fields,
      changes: [...changes, ...journalChanges(versions, changes)],
      activities: alive(newestOf('activity'))
        .filter(({ partyId }) => partyId === newest.id || partyId === newest.contactId)
        .map(({ id, activityKind, createdAt, completedAt, incoming }) => ({
          id,
          kind: activityKind,
          createdAt,
          completedAt,
          incoming,
        })),
      campaigns: alive(newestOf('campaignMembership'))
        .filter(({ leadId }) => leadId === newest.id)
        .map(({ id, campaignId, campaignType, createdAt, respondedAt }) => ({
          id,
          campaignId,
          campaignType,
          createdAt,
          respondedAt,
        })),
      convertedAt: newest.convertedAt,
      opportunity: null,
      isDeleted: newest.deleted,
      observed: observedOf(versions),
    };
  });
  return new Map(histories.map((history) => [history.leadId, sorted(history)]));
}

/** Lists in histories have any order. */
const sorted = (history: LeadHistory): LeadHistory => {
  const byText = <Item>(items: readonly Item[]): Item[] =>
    items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    ...history,
    changes: byText(history.changes),
    activities: byText(history.activities),
    campaigns: byText(history.campaigns),
  };
};

describeOnEveryDatabase('lead histories from random pages', (given) => {
  it('equal the records in both ways of reading, for any paging, order and repetition', async () => {
    const { storage, newOrg } = given();
    const pages = fc
      .uniqueArray(anyRecord, { selector: keyOf, maxLength: 40 })
      .chain((records) =>
        fc.tuple(fc.constant(records), fc.shuffledSubarray(records), fc.integer({ min: 1, max: 15 })),
      );
    const property = fc.asyncProperty(pages, async ([records, repeated, size]) => {
      const org = newOrg();
      const all = [...records, ...repeated];
      for (let start = 0; start < all.length; start += size) {
        await storage.leadHistories.append(org, 'Lead', all.slice(start, start + size), 'cursor');
      }
      const read = new Map<string, LeadHistory>();
      for await (const chunk of storage.leadHistories.readHistories(org, 'all', 2)) {
        for (const history of chunk) read.set(history.leadId, sorted(history));
      }
      const found = await storage.leadHistories.findHistories(org, ['L0', 'L1', 'L2', 'L3']);
      const wanted = expected(records);
      expect(read).toEqual(wanted);
      expect(new Map([...found].map(([leadId, history]) => [leadId, sorted(history)]))).toEqual(wanted);
      const open = [...wanted.values()].filter(({ isDeleted, convertedAt }) => !isDeleted && convertedAt === null);
      expect(await storage.leadHistories.countLeads(org)).toEqual({ all: wanted.size, open: open.length });
    });
    await fc.assert(property, { seed: 7, numRuns: 60 });
  });
});
