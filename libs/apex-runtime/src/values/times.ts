import { ApexDate, ApexDatetime } from './values.ts';

const DAY_MS = 86_400_000;

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
