import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lead as leadObject } from '../org/schema/objects/lead.ts';
import { simulateCompany, trueProbabilityAt } from './index.ts';
import type { CompanyRecord, CompanySettings } from './index.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-20T09:00:00Z');
const settings: CompanySettings = { leads: 3_000, months: 24, seed: 11, now };
const leadsOf = (changed: Partial<CompanySettings> = {}) => [...simulateCompany({ ...settings, ...changed }).leads()];
const leads = leadsOf();
/** Enough leads to measure rates; only their truth is kept. */
const truths = [...simulateCompany({ ...settings, leads: 15_000 }).leads()].map(({ truth }) => truth);

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] as number;

function areaUnderCurve(scored: readonly (readonly [number, boolean])[]): number {
  const sorted = [...scored].sort(([a], [b]) => a - b);
  let ranks = 0;
  let positives = 0;
  sorted.forEach(([, positive], index) => {
    if (!positive) return;
    ranks += index + 1;
    positives += 1;
  });
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives));
}

describe('the simulated company', () => {
  it('is the same for the same seed and another for another seed', () => {
    const some = hashOf(leadsOf({ leads: 500 }));
    expect(hashOf(leadsOf({ leads: 500 }))).toBe(some);
    expect(hashOf(leadsOf({ leads: 500, seed: 12 }))).not.toBe(some);
  });

  it('has exactly the leads asked for, in order of creation, none after now', () => {
    expect(leads).toHaveLength(3_000);
    expect(leadsOf({ leads: 7 })).toHaveLength(7);
    const times = leads.map(({ truth }) => truth.createdAt);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] as number))).toBe(true);
    expect(Math.max(...times)).toBeLessThanOrEqual(now);
  });

  it('knows nothing that happens after now', () => {
    const latest = new Date(now).toISOString();
    for (const { records } of leads) {
      for (const record of [records.lead, ...Object.values(records.related).flat()]) {
        for (const name of ['CreatedDate', 'LastModifiedDate', 'SystemModstamp', 'CompletedDateTime', 'MessageDate']) {
          const at = record[name];
          if (typeof at === 'string' && at > latest) expect.fail(`${record.Id}: ${name} is ${at}`);
        }
      }
    }
    expect(leads.length).toBeGreaterThan(0);
  });

  it('converts 12 to 18 % of its leads, after three weeks in the middle and up to three months in the slowest tenth', () => {
    const days = leads.flatMap(({ truth }) =>
      truth.convertedAt === null ? [] : [(truth.convertedAt - truth.createdAt) / DAY_MS],
    );
    expect(days.length / leads.length).toBeGreaterThan(0.12);
    expect(days.length / leads.length).toBeLessThan(0.18);
    expect(quantile(days, 0.5)).toBeGreaterThan(14);
    expect(quantile(days, 0.5)).toBeLessThan(28);
    expect(quantile(days, 0.9)).toBeGreaterThan(50);
    expect(quantile(days, 0.9)).toBeLessThan(100);
  });

  it('tells true probabilities: the mean equals the share that converts, at creation and at seven and thirty days', () => {
    for (const ageDays of [0, 7, 30]) {
      const told: number[] = [];
      const came: number[] = [];
      for (const truth of truths) {
        const asOf = truth.createdAt + ageDays * DAY_MS;
        const probability = trueProbabilityAt(truth, asOf, 90);
        if (asOf + 91 * DAY_MS > now || Number.isNaN(probability)) continue;
        told.push(probability);
        came.push(Number(truth.convertedAt !== null && truth.convertedAt <= asOf + 90 * DAY_MS));
      }
      const error = 3 * Math.sqrt((mean(told) * (1 - mean(told))) / told.length);
      expect(Math.abs(mean(told) - mean(came)), `${ageDays} days`).toBeLessThan(error + 0.003);
    }
  });

  it('can be told apart at creation with an area under the curve of 0.80 to 0.88 from facts, more with hidden interest', () => {
    const old = truths.filter(({ createdAt }) => createdAt + 91 * DAY_MS < now);
    const outcome = ({ convertedAt, createdAt }: { convertedAt: number | null; createdAt: number }) =>
      convertedAt !== null && convertedAt - createdAt <= 90 * DAY_MS;
    const facts = areaUnderCurve(old.map((truth) => [truth.probabilityFromProfile, outcome(truth)] as const));
    const state = areaUnderCurve(old.map((truth) => [truth.trueProbability, outcome(truth)] as const));
    expect(facts).toBeGreaterThan(0.8);
    expect(facts).toBeLessThan(0.88);
    expect(state).toBeGreaterThan(facts + 0.015);
  });

  it('lets leads that will convert reply more, long before they do', () => {
    const repliesIn30Days = leads
      .filter(({ truth }) => truth.createdAt + 120 * DAY_MS < now)
      .filter(({ truth }) => truth.convertedAt === null || truth.convertedAt > truth.createdAt + 30 * DAY_MS)
      .map(({ records, truth }) => {
        const until = new Date(truth.createdAt + 30 * DAY_MS).toISOString();
        const replies = records.related.EmailMessage.filter(
          ({ Incoming, MessageDate }) => Incoming === true && String(MessageDate) < until,
        );
        return { converts: truth.convertedAt !== null, replies: replies.length };
      });
    const count = (converts: boolean) =>
      mean(repliesIn30Days.filter((lead) => lead.converts === converts).map(({ replies }) => replies));
    expect(count(true)).toBeGreaterThan(1.25 * count(false));
  });
});

describe('conversion', () => {
  const converted = leads.filter(({ truth }) => truth.convertedAt !== null);
  const open = leads.filter(({ truth }) => truth.convertedAt === null);

  it('moves every task and event to the contact, and names the contact on campaign memberships', () => {
    expect(converted.length).toBeGreaterThan(100);
    for (const { records } of converted) {
      const contactId = records.lead.ConvertedContactId;
      expect(records.related.Contact.map(({ Id }) => Id)).toEqual([contactId]);
      const { Task, Event, CampaignMember } = records.related;
      expect([...Task, ...Event].every(({ WhoId }) => WhoId === contactId)).toBe(true);
      expect(
        CampaignMember.every(({ LeadId, ContactId }) => LeadId === records.lead.Id && ContactId === contactId),
      ).toBe(true);
    }
    for (const { records } of open)
      expect(records.related.Task.every(({ WhoId }) => WhoId === records.lead.Id)).toBe(true);
  });

  it('keeps e-mail messages on their task', () => {
    for (const { records } of leads) {
      const tasks = new Set(
        records.related.Task.filter(({ TaskSubtype }) => TaskSubtype === 'Email').map(({ Id }) => Id),
      );
      expect(records.related.EmailMessage.every(({ ActivityId }) => tasks.has(ActivityId as string))).toBe(true);
    }
  });

  const filled = (group: typeof leads, field: string): number =>
    mean(group.map(({ records }) => Number((records.lead[field] ?? false) !== false)));

  it('is when reps fill fields: two untracked leaks, and tracked fields whose past can be told', () => {
    expect(filled(converted, 'Budget_Confirmed__c')).toBeGreaterThan(0.6);
    expect(filled(open, 'Budget_Confirmed__c')).toBeLessThan(0.05);
    expect(filled(converted, 'Competitor__c')).toBeGreaterThan(0.6);
    expect(filled(open, 'Competitor__c')).toBeLessThan(0.1);
    expect(filled(converted, 'NumberOfEmployees')).toBeGreaterThan(filled(open, 'NumberOfEmployees') + 0.1);
    const atCreation = (record: CompanyRecord, history: readonly CompanyRecord[]) =>
      history.find(({ Field }) => Field === 'NumberOfEmployees')?.OldValue ??
      (history.some(({ Field }) => Field === 'NumberOfEmployees') ? null : record.NumberOfEmployees);
    const knownAtCreation = (group: typeof leads) =>
      mean(
        group.map(({ records }) => Number((atCreation(records.lead, records.related.LeadHistory) ?? null) !== null)),
      );
    expect(Math.abs(knownAtCreation(converted) - knownAtCreation(open))).toBeLessThan(0.08);
  });

  it('is in the history, with the statuses before it', () => {
    for (const { records } of converted) {
      const fields = records.related.LeadHistory.map(({ Field }) => Field);
      expect(fields).toContain('created');
      expect(fields).toContain('leadConverted');
    }
  });
});

describe('what an org has to live with', () => {
  it('has junk, duplicates, merged and deleted leads', () => {
    const junk = leads.filter(({ records }) => records.lead.Company === 'test').length;
    const merged = leads.filter(({ records }) => records.lead.MasterRecordId !== null).length;
    const emails = leads.flatMap(({ records }) => (typeof records.lead.Email === 'string' ? [records.lead.Email] : []));
    expect(junk).toBeGreaterThan(10);
    expect(merged).toBeGreaterThan(10);
    expect(emails.length - new Set(emails).size).toBeGreaterThan(20);
    expect(leads.every(({ records }) => records.lead.MasterRecordId === null || records.lead.IsDeleted === true)).toBe(
      true,
    );
  });

  it('tracks at most twenty fields, and neither planted leak', () => {
    const tracked = leadObject.fields.filter((field) => field.tracked).map(({ name }) => name);
    expect(tracked.length).toBeLessThanOrEqual(20);
    expect(tracked).not.toContain('Budget_Confirmed__c');
    expect(tracked).not.toContain('Competitor__c');
  });

  it('keeps every record id apart from every other', () => {
    const ids = leads.flatMap(({ records }) =>
      [records.lead, ...Object.values(records.related).flat()].map(({ Id }) => Id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has values with commas, quotes, newlines and letters from beyond Latin', () => {
    const text = JSON.stringify(leads.slice(0, 500).map(({ records }) => records));
    for (const piece of ['& Sons, Inc.', '\\"West\\" Group', '\\n', '佐藤']) expect(text).toContain(piece);
  });

  it('refuses settings that make no company', () => {
    expect(() => simulateCompany({ ...settings, leads: 0 })).toThrow(/leads must be a positive whole number/);
    expect(() => simulateCompany({ ...settings, months: 1.5 })).toThrow(/months/);
  });
});
