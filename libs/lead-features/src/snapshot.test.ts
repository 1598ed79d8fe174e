import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldChange, FieldValue, LeadHistory } from './lead-history.ts';
import type { LeadField } from './lead-field.ts';
import { DAY_MS } from '@leadlight/common';
import { rowOf } from './row.ts';
import { featureSchemaFor } from './schema.ts';
import { snapshotAt } from './snapshot.ts';

const CREATED = Date.UTC(2025, 2, 3, 9);

/** Something that happens to a lead, in the order of its time. */
type LeadEvent =
  | { kind: 'field'; at: number; field: string; value: FieldValue }
  | {
      kind: 'activity';
      at: number;
      type: 'task' | 'call' | 'event' | 'email';
      doneAt: number | null;
      incoming: boolean;
    }
  | { kind: 'campaign'; at: number; type: string | null; respondedAt: number | null }
  | { kind: 'conversion'; at: number }
  | { kind: 'deletion'; at: number };

const FIELDS = ['LeadSource', 'Industry', 'Title', 'Company', 'Email', 'Phone', 'NumberOfEmployees', 'Fit__c'] as const;
const at = fc.integer({ min: 0, max: 60 }).map((hours) => CREATED + hours * (DAY_MS / 2));
const fieldValue = fc.oneof(
  fc.constantFrom<FieldValue>('Web', 'CEO', 'Sales Manager', 'Acme GmbH', 'a@acme.com', 'a@gmail.com', null),
  fc.integer({ min: 0, max: 500 }),
);
const leadEvent: fc.Arbitrary<LeadEvent> = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), at, field: fc.constantFrom(...FIELDS), value: fieldValue }),
  fc
    .record({
      kind: fc.constant('activity' as const),
      at,
      type: fc.constantFrom('task' as const, 'call' as const, 'event' as const, 'email' as const),
      doneAt: fc.option(at),
      incoming: fc.boolean(),
    })
    .map((event) => ({ ...event, doneAt: event.doneAt === null ? null : Math.max(event.at, event.doneAt) })),
  fc
    .record({
      kind: fc.constant('campaign' as const),
      at,
      type: fc.constantFrom('Webinar', 'Trade show', null),
      respondedAt: fc.option(at),
    })
    .map((e) => ({ ...e, respondedAt: e.respondedAt === null ? null : Math.max(e.at, e.respondedAt) })),
  fc.record({ kind: fc.constant('conversion' as const), at }),
  fc.record({ kind: fc.constant('deletion' as const), at }),
);

/** The CRM's state at `now` if these were the events; later ones have not happened yet. */
function historyAt(events: readonly LeadEvent[], now: number): LeadHistory {
  const fields: Record<string, FieldValue> = { LeadSource: 'Web', Industry: null };
  const changes: FieldChange[] = [];
  const seen = (instant: number | null) => (instant !== null && instant <= now ? instant : null);
  const past = events.filter((event) => event.at <= now).toSorted((a, b) => a.at - b.at);
  for (const event of past) {
    if (event.kind !== 'field') continue;
    const { field, value, at } = event;
    const oldValue = fields[field] ?? null;
    if (oldValue === value) continue;
    changes.push({ field, at, oldValue, newValue: value });
    fields[field] = value;
  }
  return {
    leadId: '00Q1',
    createdAt: CREATED,
    fields,
    changes,
    activities: past.flatMap((event, index) =>
      event.kind === 'activity'
        ? [
            {
              id: `a${index}`,
              kind: event.type,
              createdAt: event.at,
              completedAt: seen(event.doneAt),
              incoming: event.incoming,
            },
          ]
        : [],
    ),
    campaigns: past.flatMap((event, index) =>
      event.kind === 'campaign'
        ? [
            {
              id: `m${String(index).padStart(3, '0')}`,
              campaignId: `c${index}`,
              campaignType: event.type,
              createdAt: event.at,
              respondedAt: seen(event.respondedAt),
            },
          ]
        : [],
    ),
    convertedAt: past.find((event) => event.kind === 'conversion')?.at ?? null,
    isDeleted: past.some((event) => event.kind === 'deletion'),
  };
}

const field = (name: string, type: LeadField['type'] = 'string'): LeadField => ({
  name,
  label: name,
  type,
  custom: name.endsWith('__c'),
  past: { kind: 'tracked', since: 0 },
});
const { schema } = featureSchemaFor([
  ...FIELDS.map((name) => field(name, name === 'Fit__c' ? 'picklist' : 'string')),
  field('AnnualRevenue', 'currency'),
  field('Country', 'picklist'),
]);
const FAR = CREATED + 1000 * DAY_MS;

describe('snapshotAt', () => {
  it('changes no feature by an event after asOf', () => {
    fc.assert(
      fc.property(fc.array(leadEvent, { maxLength: 25 }), at, (events, asOf) => {
        const knownToday = rowOf(schema, snapshotAt(historyAt(events, FAR), asOf));
        const knownThen = rowOf(schema, snapshotAt(historyAt(events, asOf), asOf));
        expect(knownToday).toEqual(knownThen);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('returns the same row for any order of the events', () => {
    const shuffled = fc.array(leadEvent, { minLength: 2, maxLength: 20 }).chain((events) => {
      const { changes, activities, campaigns } = historyAt(events, FAR);
      const all = <Item>(items: readonly Item[]) =>
        fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
      return fc.record({
        history: fc.constant(historyAt(events, FAR)),
        changes: all(changes),
        activities: all(activities),
        campaigns: all(campaigns),
      });
    });
    fc.assert(
      fc.property(shuffled, at, ({ history, ...reordered }, asOf) => {
        expect(rowOf(schema, snapshotAt({ ...history, ...reordered }, asOf))).toEqual(
          rowOf(schema, snapshotAt(history, asOf)),
        );
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it('undoes changes of a field, also those that share a timestamp', () => {
    const change = (hour: number, oldValue: string, newValue: string): FieldChange => ({
      field: 'Industry',
      at: CREATED + hour * 3_600_000,
      oldValue,
      newValue,
    });
    const history = {
      ...historyAt([], FAR),
      fields: { Industry: 'D' },
      changes: [change(2, 'B', 'C'), change(5, 'C', 'D'), change(2, 'A', 'B')],
    };
    const industryAt = (hour: number) => snapshotAt(history, CREATED + hour * 3_600_000).fields.Industry;
    expect([0, 1, 2, 4, 5, 6].map(industryAt)).toEqual(['A', 'A', 'C', 'C', 'D', 'D']);
  });

  it('contains the values filled in at creation as of that instant', () => {
    const history = { ...historyAt([], FAR), fields: { Industry: 'Retail' } };
    expect(snapshotAt(history, CREATED).fields.Industry).toBe('Retail');
  });

  it('ignores responses after asOf, and treats activities done after asOf as planned', () => {
    const history = historyAt(
      [
        { kind: 'campaign', at: CREATED, type: 'Webinar', respondedAt: CREATED + 2 * DAY_MS },
        { kind: 'activity', at: CREATED, type: 'call', doneAt: CREATED + 2 * DAY_MS, incoming: false },
      ],
      FAR,
    );
    const early = snapshotAt(history, CREATED + DAY_MS);
    const late = snapshotAt(history, CREATED + 2 * DAY_MS);
    expect([early.campaigns[0]?.respondedAt, early.activities[0]?.doneAt]).toEqual([null, null]);
    expect([late.campaigns[0]?.respondedAt, late.activities[0]?.doneAt]).toEqual([
      CREATED + 2 * DAY_MS,
      CREATED + 2 * DAY_MS,
    ]);
  });
});
