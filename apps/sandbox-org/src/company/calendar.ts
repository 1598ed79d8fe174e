import { DAY_MS, HOUR_MS } from '@leadlight/common';
import { createRandom, mixSeed, type Random } from './random.ts';
import { type CompanySettings, companyStart } from './settings.ts';

const MONTH_WEIGHTS = [1.05, 1.1, 1.2, 1, 1, 0.95, 0.75, 0.65, 1.15, 1.2, 1.15, 0.7] as const;
const WEEKDAY_WEIGHTS = [0.3, 1.1, 1.25, 1.2, 1.15, 0.95, 0.25] as const;
const HOUR_WEIGHTS = [
  0.3, 0.2, 0.2, 0.2, 0.3, 0.5, 0.9, 1.6, 2.4, 3, 3.1, 2.8, 2.3, 2.7, 3, 2.8, 2.4, 1.9, 1.4, 1.1, 0.9, 0.8, 0.6, 0.4,
] as const;
const HOURS = HOUR_WEIGHTS.map((_, hour) => hour);

const dayWeight = (at: number, progress: number): number => {
  const day = new Date(at);
  const month = MONTH_WEIGHTS[day.getUTCMonth()] as number;
  const weekday = WEEKDAY_WEIGHTS[day.getUTCDay()] as number;
  return month * weekday * (0.8 + 0.4 * progress);
};

/**
 * Creation times of all leads in order, each in a second of its own. More in autumn, on Tuesdays and in office hours, and
 * slowly growing.
 */
export function* creationTimes(settings: CompanySettings): Generator<number> {
  const firstDay = Math.floor(companyStart(settings) / DAY_MS) * DAY_MS;
  const days = Math.max(1, Math.floor((settings.now - firstDay) / DAY_MS));
  const weights = Array.from({ length: days }, (_, day) => dayWeight(firstDay + day * DAY_MS, day / days));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let cumulatedWeight = 0;
  let count = 0;
  let latest = 0;
  for (let day = 0; day < days; day += 1) {
    cumulatedWeight += weights[day] as number;
    const upTo = day === days - 1 ? settings.leads : Math.round((settings.leads * cumulatedWeight) / total);
    const random = createRandom(mixSeed(settings.seed, 17, day));
    const times = Array.from({ length: upTo - count }, () => sampleTimeOfDay(random));
    count = upTo;
    for (const time of times.sort((a, b) => a - b)) {
      latest = Math.min(Math.max(firstDay + day * DAY_MS + time, latest + 1000), settings.now - 1000);
      yield latest;
    }
  }
}

const sampleTimeOfDay = (random: Random): number =>
  random.weighted(HOURS, HOUR_WEIGHTS) * HOUR_MS + Math.floor(random.uniform() * 3600) * 1000;

/** The first time in office hours (Monday to Friday, 8 to 18 UTC) at or after a time. */
export function nextOfficeTime(at: number, random: Random): number {
  const date = new Date(at);
  const weekday = date.getUTCDay();
  const hour = date.getUTCHours();
  if (weekday >= 1 && weekday <= 5 && hour >= 8 && hour < 18) return at;
  const nextDay = Math.floor(at / DAY_MS) * DAY_MS + (hour >= 18 || weekday === 0 || weekday === 6 ? DAY_MS : 0);
  const opensAt = nextDay + 8 * HOUR_MS + Math.floor(random.uniform() * 3 * 3600) * 1000;
  const openingWeekday = new Date(opensAt).getUTCDay();
  return opensAt + (openingWeekday === 6 ? 2 * DAY_MS : openingWeekday === 0 ? DAY_MS : 0);
}
