export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface CompanySettings {
  /** Leads created up to `now`, deleted and merged ones included. */
  readonly leads: number;
  /** Months of history before `now`. */
  readonly months: number;
  readonly seed: number;
  /** The company's today, milliseconds since 1970. Nothing later exists. */
  readonly now: number;
}

export const defaultCompany: Omit<CompanySettings, 'now'> = { leads: 5_000, months: 24, seed: 1 };

/** @throws RangeError naming the setting */
export function checkSettings(settings: CompanySettings): CompanySettings {
  for (const name of ['leads', 'months', 'seed', 'now'] as const) {
    if (!Number.isInteger(settings[name]) || settings[name] < (name === 'seed' ? 0 : 1)) {
      throw new RangeError(`The company's ${name} must be a positive whole number, not ${settings[name]}.`);
    }
  }
  return settings;
}

/** When the company's first lead may appear. */
export const companyStart = ({ now, months }: CompanySettings): number => now - Math.round(months * 30.4375) * DAY_MS;
