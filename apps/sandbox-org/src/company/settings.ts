import { DAY_MS } from '@leadlight/common';
import type { CompanyDrift } from './drift.ts';
import type { SharedEmployers } from './employers.ts';

export interface CompanySettings {
  /** Number of leads, including deleted and merged ones. */
  readonly leads: number;
  readonly months: number;
  readonly seed: number;
  /** The company's current time, milliseconds since 1970. Nothing later exists. */
  readonly now: number;
  /** Number of accounts that buy, complain and leave, in addition to the converted leads; absent = none. */
  readonly customers?: number;
  /** Number of opportunities that are worked in stages, in addition to those of leads and customers; absent = none. */
  readonly deals?: number;
  /** Number of cases of which some escalate, in addition to those of customers; absent = none. */
  readonly cases?: number;
  /** Companies that several leads work for; absent = hardly any two leads share one. */
  readonly employers?: SharedEmployers;
  /** How the company changes; absent = not at all. */
  readonly drift?: CompanyDrift;
}

export const defaultCompany: Omit<CompanySettings, 'now'> = { leads: 5_000, months: 24, seed: 1 };

/** @throws RangeError with the name of the setting */
export function checkSettings(settings: CompanySettings): void {
  for (const name of ['customers', 'deals', 'cases'] as const) {
    const { [name]: count = 0 } = settings;
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`The company's ${name} must be a whole number, not ${count}.`);
    }
  }
  for (const name of ['leads', 'months', 'seed', 'now'] as const) {
    if (!Number.isInteger(settings[name]) || settings[name] < (name === 'seed' ? 0 : 1)) {
      throw new RangeError(`The company's ${name} must be a positive whole number, not ${settings[name]}.`);
    }
  }
}

/** The earliest creation of a lead. */
export const companyStart = ({ now, months }: CompanySettings): number => now - Math.round(months * 30.4375) * DAY_MS;
