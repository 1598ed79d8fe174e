import { partsOf } from './text.ts';
import { ApexDate, ApexDatetime } from './values.ts';

const DAY_MS = 86_400_000;

type Parts = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;

/** The instant at which the clock of a time zone shows what that of UTC shows at `shown`. */
export function instantIn(timeZone: string, shown: number): number {
  let time = shown;
  // The first round may land on the other side of a change of the clock.
  for (let round = 0; round < 2; round++) {
    const at = partsOf(time, timeZone) as Parts;
    time += shown - Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  }
  return time;
}

/** @returns null if the text is not a date as `2026-11-23` */
export function parseDate(text: string): ApexDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new ApexDate(time / DAY_MS);
}

/** @returns null if the text is not a time as `2026-11-23T09:30:00.000Z`, with an offset from UTC */
export function parseDatetime(text: string): ApexDatetime | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) ? null : new ApexDatetime(time);
}
