import { DAY_MS } from '@leadlight/common';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { fieldChangeRecord, leadRecord } from '../testing/records.ts';

const DAY = Date.UTC(2026, 5, 1);
const week = (weeks: number) => DAY + weeks * 7 * DAY_MS;

describeOnEveryDatabase('fieldEvidence', (given) => {
  it('has the first change of each field and the weeks after it in which there were changes', async () => {
    const { storage, newOrg } = given();
    const [orgId, otherOrg] = [newOrg(), newOrg()];
    const change = (id: string, field: string, changedAt: number, deleted = false) =>
      fieldChangeRecord({ id, leadId: '00Q1', field, changedAt, deleted });
    await storage.leadHistories.append(orgId, 'LeadHistory', [
      ...[0, 0.5, 1, 1.2, 3, 9].map((weeks) => change(`t${weeks}`, 'Title', week(weeks))),
      change('s1', 'LeadSource', week(2)),
      change('gone', 'LeadSource', week(1), true),
    ]);
    await storage.leadHistories.append(otherOrg, 'LeadHistory', [change('o1', 'Industry', week(0))]);
    expect(await storage.fieldEvidence.recordedChanges(orgId)).toEqual(
      new Map([
        ['LeadSource', { firstAt: week(2), laterWeeks: 0 }],
        ['Title', { firstAt: week(0), laterWeeks: 3 }],
      ]),
    );
  });

  it('counts leads by the day of their creation, each once', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    const version = (id: string, createdAt: number, changedAt: number) =>
      leadRecord({ id, createdAt, changedAt, fields: { Title: `${changedAt}` } });
    await storage.leadHistories.append(orgId, 'Lead', [
      version('00Q1', DAY + 5, DAY + 10),
      version('00Q1', DAY + 5, DAY + 20),
      version('00Q2', DAY + 7, DAY + 10),
      version('00Q3', DAY + DAY_MS, DAY + DAY_MS),
    ]);
    expect(await storage.fieldEvidence.leadsByDay(orgId)).toEqual(
      new Map([
        [DAY, 2],
        [DAY + DAY_MS, 1],
      ]),
    );
  });

  it('finds changes between stored versions before an instant, but not a renamed value', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    const version = (id: string, changedAt: number, Title: string, Source: string) =>
      leadRecord({ id, createdAt: DAY, changedAt, fields: { Title, Source } });
    await storage.leadHistories.append(orgId, 'Lead', [
      version('00Q1', week(0), 'CEO', 'Web'),
      version('00Q1', week(1), 'Owner', 'Internet'),
      version('00Q2', week(0), 'Buyer', 'Web'),
      version('00Q2', week(2), 'Manager', 'Internet'),
      version('00Q2', week(4), 'Director', 'Internet'),
      version('00Q3', week(0), 'Buyer', 'Web'),
    ]);
    const unrecorded = (before: number) =>
      storage.fieldEvidence.unrecordedChanges(
        orgId,
        new Map([
          ['Title', before],
          ['Source', before],
        ]),
      );
    expect(await unrecorded(week(3))).toEqual(new Map([['Title', week(2)]]));
    expect(await unrecorded(week(5))).toEqual(new Map([['Title', week(4)]]));
    expect(await unrecorded(week(1))).toEqual(new Map());
  });
});
