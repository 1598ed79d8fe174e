import type { DelayDistribution, Measure } from '@leadlight/evaluation';
import { delaysOn, HORIZON_DAYS, knownOn, watch, type LifeCompany } from './life-company.ts';
import type { LifeLeads } from './life-leads.ts';

/** Something that a check found and that the check before did not have. */
export interface FoundChange {
  readonly day: number;
  readonly kind: Measure['kind'];
  readonly subject: string;
  readonly state: 'moved' | 'alarm';
  /** The day on which it most likely began. */
  readonly since: number;
}

/** The delays are estimated anew this often, and not daily, to save time. */
const DELAY_DAYS = 28;

/** Checks a company every day, as `leadlight check` does. @returns what was found, each once until it is no longer so */
export function dailyChecks(
  company: LifeCompany,
  leads: LifeLeads,
  fromDay: number,
  toDay: number,
): readonly FoundChange[] {
  const watched = watch(company, leads);
  const open = new Map<string, Measure['state']>();
  const found: FoundChange[] = [];
  let delays: DelayDistribution | undefined;
  for (let day = fromDay; day < toDay; day++) {
    if ((day - fromDay) % DELAY_DAYS === 0) delays = delaysOn(company, leads, day);
    const { trainedDay } = company;
    const time = { today: day, trainedDay, learnedDay: trainedDay - HORIZON_DAYS };
    for (const { kind, subject, state, weeks, since } of company.monitor.check(
      knownOn(watched, day),
      delays,
      HORIZON_DAYS,
      time,
    )) {
      const key = `${kind} ${subject}`;
      const before = open.get(key) ?? 'steady';
      if (state !== 'steady' && before !== 'alarm' && before !== state) {
        found.push({ day, kind, subject, state, since });
        open.set(key, state);
      } else if (weeks < 1) open.delete(key);
    }
  }
  return found;
}
