import { DAY_MS } from '@leadlight/common';
import { featureSchemaFor, type FieldValue, type LeadField, type LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { noProgress, type LeadHistoryStore } from '../../ports/index.ts';
import { noBuckets } from '../../testing/scoring.ts';
import { buildOrgExamples } from './org-examples.ts';

const NOW = Date.UTC(2026, 0, 1);
const day = (days: number) => NOW + days * DAY_MS;

const lead = (leadId: string, createdDay: number, more: Partial<LeadHistory> = {}): LeadHistory => ({
  leadId,
  createdAt: day(createdDay),
  fields: { Email: `${leadId}@acme.com`, Company: 'Acme', Industry: 'Retail', Status: 'Open' },
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: null,
  isDeleted: false,
  ...more,
});
const fields = (values: Record<string, FieldValue>) => ({ fields: { ...lead('x', 0).fields, ...values } });
const tracked = (name: string): LeadField => ({
  name,
  label: name,
  type: 'picklist',
  custom: false,
  past: { kind: 'tracked', since: 0 },
});

const histories: readonly LeadHistory[] = [
  lead('won', -200, {
    convertedAt: day(-190),
    changes: [{ field: 'Industry', at: day(-190), oldValue: null, newValue: 'Retail' }],
  }),
  lead('copy', -195, fields({ Email: 'won@acme.com' })),
  lead('disqualified', -150, fields({ Email: 'b@acme.com', Status: 'Unqualified' })),
  lead('stale', -120, fields({ Email: 'c@acme.com' })),
  lead('young-won', -5, { convertedAt: day(-3) }),
  lead('junk', -100, fields({ Email: 'a@mailinator.com' })),
  lead('deleted', -100, { isDeleted: true }),
];

const store: Pick<LeadHistoryStore, 'countLeads' | 'readHistories'> = {
  countLeads: () => Promise.resolve({ all: histories.length, open: 0 }),
  async *readHistories() {
    yield histories.slice(0, 3);
    yield histories.slice(3);
  },
};
const orgFields = [tracked('Industry'), tracked('Status')];
const claims = { claim: () => expect.fail('no claim') };
const examples = () =>
  buildOrgExamples(
    { ...noBuckets, claims, leadHistories: store as LeadHistoryStore },
    { orgId: '00D', fields: orgFields, ...featureSchemaFor(orgFields) },
    { snapshotAgesDays: [0, 7], goal: { kind: 'converted' }, horizonDays: 30 },
    NOW,
    noProgress,
  );

describe('buildOrgExamples', () => {
  it('returns settled snapshots of leads without copies, and counts what it left out', async () => {
    const { dataset, ...counts } = await examples();
    expect(counts).toMatchObject({
      leads: 4,
      snapshots: 6,
      leftOutLeads: { deleted: 1, junk: 1, copies: 1 },
      unqualified: 1,
    });
    expect([...dataset.labels]).toEqual([1, 1, 0, 0, 0, 0]);
    expect(counts.undecided).toBeGreaterThan(0);
  });

  it('takes each snapshot as of its instant', async () => {
    const { dataset } = await examples();
    const industry = dataset.schema.features.findIndex(({ name }) => name === 'industry');
    expect(dataset.table.rowsAt([0, 2]).map((row) => row[industry])).toEqual([null, 'Retail']);
    expect(dataset.judgement?.slice(2, 3)).toEqual(['Unqualified']);
  });

  it('counts for each feature how often its inputs changed only at the outcome', async () => {
    const { dataset } = await examples();
    const changed = { field: 'industry', changes: 1, atOutcome: 1, isTracked: true };
    expect(dataset.changeCountsAsOf?.(NOW)).toContainEqual(changed);
    expect(dataset.changeCountsAsOf?.(day(-190.5))).toEqual([]);
  });

  it('returns when leads reached the goal, within the horizon or later, and which columns have current values', async () => {
    const { dataset } = await examples();
    expect([...dataset.goalReachedAt!].slice(0, 3)).toEqual([day(-190), day(-190), NaN]);
    expect(dataset.rawColumns([0]).map(({ hasCurrentValues }) => hasCurrentValues)).not.toContain(true);
  });
});
