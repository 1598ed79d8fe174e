import { describe, expect, it } from 'vitest';
import { employerEffect, type SharedEmployers } from './employers.ts';
import { simulateCompany, type CompanySettings } from './index.ts';

const settings: CompanySettings = { leads: 2_000, months: 24, seed: 11, now: Date.parse('2026-11-20T09:00:00Z') };
const employers: SharedEmployers = { share: 0.7, leadsEach: 5, effectSd: 1.5 };
const leadsOf = (changed: Partial<CompanySettings>) => [...simulateCompany({ ...settings, ...changed }).leads()];

describe('companies that several leads work for', () => {
  it('give the share of leads the number of colleagues that is set, and their fit an effect in common', () => {
    const leads = leadsOf({ employers });
    const members = new Map<string, number>();
    for (const { records } of leads) {
      const name = String(records.lead.Company);
      if (/ \d{6,7}/.test(name)) members.set(name, (members.get(name) ?? 0) + 1);
    }
    const total = [...members.values()].reduce((sum, count) => sum + count, 0);
    // Junk has no employer; duplicates have that of the original.
    expect(total / leads.length).toBeGreaterThan(0.6);
    expect(total / leads.length).toBeLessThan(0.75);
    expect(total / members.size).toBeGreaterThan(3.5);
    expect(total / members.size).toBeLessThan(6);
  });

  it('change only the name and the mail domain where they have no effect, and the fit where they have one', () => {
    const without = leadsOf({});
    const withEffect = leadsOf({ employers });
    const withNone = leadsOf({ employers: { ...employers, effectSd: 0 } });
    expect(withNone.map(({ truth }) => truth.fit)).toEqual(without.map(({ truth }) => truth.fit));
    expect(withNone.map(({ records }) => records.lead.Title)).toEqual(without.map(({ records }) => records.lead.Title));
    expect(withEffect.map(({ truth }) => truth.fit)).not.toEqual(without.map(({ truth }) => truth.fit));
  });

  it('have effects of the standard deviation that is set', () => {
    const effects = Array.from({ length: 4_000 }, (_, employer) => employerEffect(3, employer, employers));
    const mean = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    const sd = Math.sqrt(effects.reduce((sum, effect) => sum + (effect - mean) ** 2, 0) / effects.length);
    expect(mean).toBeCloseTo(0, 0);
    expect(sd).toBeCloseTo(1.5, 1);
  });
});
