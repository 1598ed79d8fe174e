import { createHash } from 'node:crypto';
import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { lead as leadObject } from '../org/schema/objects/lead.ts';
import { type CompanyRecord, type CompanySettings, simulateCompany, trueProbabilityAt } from './index.ts';

const TEST_NOW = Date.parse('2026-11-20T09:00:00Z');
const settings: CompanySettings = { leads: 3_000, months: 24, seed: 11, now: TEST_NOW };
const leadsOf = (changed: Partial<CompanySettings> = {}) => [...simulateCompany({ ...settings, ...changed }).leads()];
const leads = leadsOf();
/** The truth of enough leads to measure rates. */
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

describe('simulateCompany', () => {
  it('returns the same company for the same seed only', () => {
    const some = hashOf(leadsOf({ leads: 500 }));
    expect(hashOf(leadsOf({ leads: 500 }))).toBe(some);
    expect(hashOf(leadsOf({ leads: 500, seed: 12 }))).not.toBe(some);
  });

  it('returns the requested number of leads in order of creation, none of them in the future', () => {
    expect(leads).toHaveLength(3_000);
    expect(leadsOf({ leads: 7 })).toHaveLength(7);
    const times = leads.map(({ truth }) => truth.createdAt);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] as number))).toBe(true);
    expect(Math.max(...times)).toBeLessThanOrEqual(TEST_NOW);
  });

  it('contains no times in the future', () => {
    const latest = new Date(TEST_NOW).toISOString();
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

  it('converts 12 to 18 % of its leads, with a median of three weeks and 90 % within three months', () => {
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

  it('mean true probability equals the conversion rate after 0, 7 and 30 days', () => {
    for (const ageDays of [0, 7, 30]) {
      const probabilities: number[] = [];
      const outcomes: number[] = [];
      for (const truth of truths) {
        const asOf = truth.createdAt + ageDays * DAY_MS;
        const probability = trueProbabilityAt(truth, asOf, 90);
        if (asOf + 91 * DAY_MS > TEST_NOW || Number.isNaN(probability)) continue;
        probabilities.push(probability);
        outcomes.push(Number(truth.convertedAt !== null && truth.convertedAt <= asOf + 90 * DAY_MS));
      }
      const error = 3 * Math.sqrt((mean(probabilities) * (1 - mean(probabilities))) / probabilities.length);
      expect(Math.abs(mean(probabilities) - mean(outcomes)), `${ageDays} days`).toBeLessThan(error + 0.003);
    }
  });

  it('AUC at creation is 0.80–0.88 from the profile alone, and higher with latent interest', () => {
    const old = truths.filter(({ createdAt }) => createdAt + 91 * DAY_MS < TEST_NOW);
    const outcome = ({ convertedAt, createdAt }: { convertedAt: number | null; createdAt: number }) =>
      convertedAt !== null && convertedAt - createdAt <= 90 * DAY_MS;
    const fromProfile = areaUnderCurve(old.map((truth) => [truth.probabilityFromProfile, outcome(truth)] as const));
    const withInterest = areaUnderCurve(old.map((truth) => [truth.trueProbability, outcome(truth)] as const));
    expect(fromProfile).toBeGreaterThan(0.8);
    expect(fromProfile).toBeLessThan(0.88);
    expect(withInterest).toBeGreaterThan(fromProfile + 0.015);
  });

  it('lets leads that convert later reply more from the start', () => {
    const repliesIn30Days = leads
      .filter(({ truth }) => truth.createdAt + 120 * DAY_MS < TEST_NOW)
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

describe('simulateCompany: conversion', () => {
  const converted = leads.filter(({ truth }) => truth.convertedAt !== null);
  const open = leads.filter(({ truth }) => truth.convertedAt === null);

  it('moves tasks and events to the contact and adds it to campaign members', () => {
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

  it('links e-mail messages to their task', () => {
    for (const { records } of leads) {
      const tasks = new Set(
        records.related.Task.filter(({ TaskSubtype }) => TaskSubtype === 'Email').map(({ Id }) => Id),
      );
      expect(records.related.EmailMessage.every(({ ActivityId }) => tasks.has(ActivityId as string))).toBe(true);
    }
  });

  const filled = (group: typeof leads, field: string): number =>
    mean(group.map(({ records }) => Number((records.lead[field] ?? false) !== false)));

  it('fills two untracked fields that leak the outcome, and tracked fields with their history', () => {
    expect(filled(converted, 'Budget_Confirmed__c')).toBeGreaterThan(0.6);
    expect(filled(open, 'Budget_Confirmed__c')).toBeLessThan(0.05);
    expect(filled(converted, 'Competitor__c')).toBeGreaterThan(0.6);
    expect(filled(open, 'Competitor__c')).toBeLessThan(0.1);
    expect(filled(converted, 'NumberOfEmployees')).toBeGreaterThan(filled(open, 'NumberOfEmployees') + 0.1);
    const atCreation = (record: CompanyRecord, history: readonly CompanyRecord[]) =>
      history.find(({ Field }) => Field === 'NumberOfEmployees')?.OldValue ??
      (history.some(({ Field }) => Field === 'NumberOfEmployees') ? null : record.NumberOfEmployees);
    const filledAtCreation = (group: typeof leads) =>
      mean(
        group.map(({ records }) => Number((atCreation(records.lead, records.related.LeadHistory) ?? null) !== null)),
      );
    expect(Math.abs(filledAtCreation(converted) - filledAtCreation(open))).toBeLessThan(0.08);
  });

  it('records creation and conversion in the field history', () => {
    for (const { records } of converted) {
      const fields = records.related.LeadHistory.map(({ Field }) => Field);
      expect(fields).toContain('created');
      expect(fields).toContain('leadConverted');
    }
  });
});

describe('simulateCompany: data quality', () => {
  it('contains junk, duplicates, merged and deleted leads', () => {
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

  it('tracks at most twenty fields, and none that leaks the outcome', () => {
    const tracked = leadObject.fields.filter((field) => field.tracked).map(({ name }) => name);
    expect(tracked.length).toBeLessThanOrEqual(20);
    expect(tracked).not.toContain('Budget_Confirmed__c');
    expect(tracked).not.toContain('Competitor__c');
  });

  it('returns unique record ids', () => {
    const ids = leads.flatMap(({ records }) =>
      [records.lead, ...Object.values(records.related).flat()].map(({ Id }) => Id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('contains values with commas, quotes, newlines and non-Latin letters', () => {
    const text = JSON.stringify(leads.slice(0, 500).map(({ records }) => records));
    for (const piece of ['& Sons, Inc.', '\\"West\\" Group', '\\n', '佐藤']) expect(text).toContain(piece);
  });

  it('rejects invalid settings', () => {
    expect(() => simulateCompany({ ...settings, leads: 0 })).toThrow(/leads must be a positive whole number/);
    expect(() => simulateCompany({ ...settings, months: 1.5 })).toThrow(/months/);
  });
});
