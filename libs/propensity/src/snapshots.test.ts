import { seededRandom } from '@leadlight/common';
import { rowOf, type LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { account, churns, day, purchase, storedRecord } from './histories.fixture.ts';
import { outcomeOf } from './outcome.ts';
import { isIn, populationOf } from './population.ts';
import { currentSnapshot, snapshotInstants, subjectSnapshotAt } from './snapshots.ts';
import { subjectSchemaFor } from './subject-schema.ts';

const rule = { ...churns, reportingDelayDays: 0 };
const picklist = (name: string, past: LeadField['past']): LeadField => ({
  name,
  label: name,
  type: 'picklist',
  custom: name.endsWith('__c'),
  past,
});
const fields = [
  picklist('Industry', { kind: 'tracked', since: 0 }),
  picklist('Plan__c', { kind: 'tracked', since: 0 }),
  picklist('Tier__c', { kind: 'unknown' }),
  picklist('Rating', { kind: 'tracked', since: 0 }),
];
const { schema, leftOut } = subjectSchemaFor(churns, fields);

describe('snapshotInstants', () => {
  it('gives all subjects the same instants, the latest decided one among them', () => {
    const now = day(400);
    const one = snapshotInstants(account([purchase(10), purchase(100), purchase(200)]), rule, now);
    const other = snapshotInstants(account([purchase(150), purchase(260)]), rule, now);
    expect(one).toContain(now - 120 * 86_400_000);
    const grid = (at: number) => (now - at) % (30 * 86_400_000);
    expect(new Set([...one, ...other].map(grid)).size).toBe(1);
    const decided = one.filter((at) => outcomeOf(account([purchase(10)]), rule, at, now).outcome !== 'undecided');
    expect(decided.at(-1)).toBe(day(280));
  });

  it('takes snapshots only of subjects that are asked about', () => {
    const history = account([purchase(10), purchase(300)]);
    const population = populationOf(history, churns);
    const instants = snapshotInstants(history, rule, day(500));
    expect(instants.length).toBeGreaterThan(0);
    expect(instants.every((at) => isIn(population, at))).toBe(true);
    expect(snapshotInstants(account([]), rule, day(500))).toEqual([]);
  });

  it('takes snapshots at ages, counted from the start of the population', () => {
    const byAge = { ...rule, snapshots: { kind: 'ages', days: [0, 30, 400] } } as const;
    expect(snapshotInstants(account([purchase(10)]), byAge, day(500))).toEqual([day(10), day(40)]);
  });
});

describe('subjectSnapshotAt', () => {
  it('leaves out a subject whose fields kept it out of the population then', () => {
    const change = { field: 'Industry', at: day(50), oldValue: 'Retail', newValue: 'Energy' };
    const history = account([purchase(10)], { changes: [change] });
    const where = [{ field: 'Industry', values: ['Energy'] }];
    const energy = { population: { ...churns.population, where } };
    expect(subjectSnapshotAt(history, energy, day(40))).toBeUndefined();
    expect(subjectSnapshotAt(history, energy, day(60))).toBeDefined();
    const notEnergy = { population: { ...churns.population, where: [{ ...where[0]!, isNegated: true }] } } as const;
    expect(subjectSnapshotAt(history, notEnergy, day(40))).toBeDefined();
  });

  it('asks about no deleted subject and none that has left the population', () => {
    expect(currentSnapshot(account([purchase(10)]), churns, day(50))).toBeDefined();
    expect(currentSnapshot(account([purchase(10)]), churns, day(200))).toBeUndefined();
    expect(currentSnapshot(account([purchase(10)], { isDeleted: true }), churns, day(50))).toBeUndefined();
  });

  it('changes neither membership nor row for anything that happens later', () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 200; trial++) {
      const asOf = day(60 + Math.floor(random() * 300));
      const past = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        purchase(Math.floor(random() * 350), random()),
      );
      const known = past.filter(
        ({ createdAt, fields: { LastStageChangeDate } }) =>
          Math.max(createdAt, Date.parse(String(LastStageChangeDate))) <= asOf,
      );
      const later = purchase((asOf - day(0)) / 86_400_000 + 1 + Math.floor(random() * 90));
      const lateCase = storedRecord('500', asOf + 1, {});
      const change = { field: 'Industry', at: asOf + 1, oldValue: 'Energy', newValue: 'Retail' };
      const before = account(known);
      const after = account([...known, later], { fields: { Industry: 'Retail' }, changes: [change] }, [lateCase]);
      expect(isIn(populationOf(after, churns), asOf)).toBe(isIn(populationOf(before, churns), asOf));
      const row = (history: typeof before) => rowOf(schema, subjectSnapshotAt(history, churns, asOf)!);
      expect(row(after)).toEqual(row(before));
    }
  });
});

describe('subjectSchemaFor', () => {
  it('reads fields whose past is known, and says of every other why not', () => {
    expect(schema.object).toBe('Account');
    expect(schema.features.filter(({ source }) => source.type === 'field').map(({ field }) => field)).toEqual([
      'Industry',
      'Plan__c',
    ]);
    expect(leftOut.map(({ field, reason }) => [field, reason.code])).toEqual([
      ['Tier__c', 'unknown_past'],
      ['Rating', 'updated_by_staff'],
    ]);
  });

  it('measures the children of each relation', () => {
    const history = account([purchase(10, 100), purchase(40, 300), purchase(100, 50)], {}, [
      storedRecord('500', day(90), {}),
    ]);
    const values = rowOf(schema, subjectSnapshotAt(history, churns, day(110))!);
    const valueOf = (name: string) => values[schema.features.findIndex((feature) => feature.name === name)];
    expect(valueOf('record_age_days')).toBe(110);
    expect(valueOf('purchases_count')).toBe(3);
    expect(valueOf('purchases_count_90d')).toBe(2);
    expect(valueOf('purchases_days_since_last')).toBe(10);
    expect(valueOf('purchases_days_since_first')).toBe(100);
    expect(valueOf('purchases_mean_gap_days')).toBe(45);
    expect(valueOf('purchases_gap_ratio')).toBeCloseTo(10 / 45);
    expect(valueOf('purchases_sum')).toBe(450);
    expect(valueOf('purchases_mean')).toBe(150);
    expect(valueOf('purchases_last')).toBe(50);
    expect(valueOf('cases_count_90d')).toBe(1);
    expect(valueOf('contacts_count')).toBe(0);
    expect(valueOf('contacts_days_since_last')).toBeNaN();
  });

  it('leaves out what the settings exclude', () => {
    const reduced = subjectSchemaFor(churns, fields, { exclude: ['Plan__c', 'cases_count'] });
    expect(reduced.schema.features.map(({ name }) => name)).not.toContain('cases_count');
    expect(
      reduced.leftOut.filter(({ reason }) => reason.code === 'excluded_by_settings').map(({ field }) => field),
    ).toEqual(['Plan__c', 'cases_count']);
  });
});
