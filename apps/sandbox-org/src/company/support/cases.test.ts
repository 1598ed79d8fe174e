import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { expectCalibrated } from '../calibrated.fixture.ts';
import { simulateCompany } from '../index.ts';
import { defaultCompany } from '../settings.ts';
import { probabilityOfEscalation } from './case-truth.ts';
import { simulateCases, type SupportCase } from './simulate-cases.ts';

const now = Date.parse('2026-11-20T09:00:00Z');
const settings = { ...defaultCompany, leads: 20, cases: 4_000, now };
const cases = [...simulateCases(settings)];
const HORIZON = 14;

const closedAtOf = ({ records }: SupportCase): number =>
  Date.parse(String(records.Case[0]!.ClosedDate ?? '9999-12-31'));
const truthOf = (each: SupportCase, asOf: number) =>
  probabilityOfEscalation({ ...each, ...each.traits }, asOf, HORIZON);

describe('simulateCases', () => {
  it('gives the same cases for the same settings, and changes no lead', () => {
    expect([...simulateCases({ ...settings, cases: 20 })]).toEqual(cases.slice(0, 20));
    expect([...simulateCompany(settings).leads()]).toEqual([...simulateCompany({ ...settings, cases: 0 }).leads()]);
    expect([...simulateCases({ ...settings, cases: undefined })]).toEqual([]);
  });

  it.each([0, 1, 3])('knows the probability that a case escalates, %i days after it was opened', (age) => {
    const asked = cases.flatMap((each) => {
      const asOf = each.createdAt + age * DAY_MS;
      const ended = Math.min(each.escalatedAt ?? Infinity, each.mergedAt ?? Infinity, closedAtOf(each));
      if (asOf > now - HORIZON * DAY_MS || ended <= asOf || each.mergedAt !== null) return [];
      const happened = each.escalatedAt !== null && each.escalatedAt <= asOf + HORIZON * DAY_MS;
      return [{ p: truthOf(each, asOf), happened }];
    });
    expectCalibrated(asked, age === 0 ? 0.1 : 0.2);
  });

  it('rejects a question about a case that was not there yet', () => {
    expect(() => truthOf(cases[0]!, cases[0]!.createdAt - 1)).toThrow(RangeError);
  });

  it('sets the traps: a priority that is raised in the second of the escalation, a reason, and merged cases', () => {
    const escalated = cases.filter(({ escalatedAt }) => escalatedAt !== null);
    const others = cases.filter(({ escalatedAt }) => escalatedAt === null);
    const record = ({ records }: SupportCase) => records.Case[0]!;
    expect(escalated.every((each) => record(each).Priority === 'High' && record(each).Escalation_Reason__c)).toBe(true);
    expect(others.every((each) => record(each).Escalation_Reason__c === null)).toBe(true);
    const raised = escalated.filter(({ traits }) => traits.priority !== 'High');
    const changedWith = ({ records }: SupportCase, field: string) =>
      records.CaseHistory.find(({ Field }) => Field === field)!.CreatedDate;
    expect(raised.every((each) => changedWith(each, 'Priority') === changedWith(each, 'IsEscalated'))).toBe(true);
    const merged = cases.filter(({ mergedAt }) => mergedAt !== null);
    expect(merged.length).toBeGreaterThan(20);
    expect(merged.every((each) => record(each).IsDeleted)).toBe(true);
  });
});
