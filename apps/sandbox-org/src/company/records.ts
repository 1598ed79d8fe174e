import { DAY_MS } from './settings.ts';

/** A field's value as the org stores it: dates and times as ISO text (UTC, milliseconds), null = empty. */
export type FieldValue = string | number | boolean | null;

/** One record by API field names. Fields that are absent are empty. */
export type CompanyRecord = Readonly<Record<string, FieldValue>>;

/** The objects whose records the company consists of. */
export const companyObjects = [
  'User',
  'Campaign',
  'Account',
  'Contact',
  'Opportunity',
  'Lead',
  'LeadHistory',
  'Task',
  'Event',
  'EmailMessage',
  'CampaignMember',
] as const;

export type CompanyObject = (typeof companyObjects)[number];

/** One lead with everything that hangs on it, as an org shows it at the company's `now`. */
export interface LeadRecords {
  readonly lead: CompanyRecord;
  readonly related: Readonly<Record<Exclude<CompanyObject, 'User' | 'Campaign' | 'Lead'>, readonly CompanyRecord[]>>;
}

let latestDay = Number.NaN;
let latestDayText = '';
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** ISO text of an instant, as the org stores times. A company has millions of them: the day's text is kept. */
export function isoTime(at: number): string {
  const day = Math.floor(at / DAY_MS);
  if (day !== latestDay) {
    latestDay = day;
    latestDayText = new Date(at).toISOString().slice(0, 11);
  }
  const ms = Math.floor(at - day * DAY_MS);
  const seconds = Math.floor(ms / 1000);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const rest = String(ms % 1000).padStart(3, '0');
  return `${latestDayText}${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second]}.${rest}Z`;
}

/** ISO text of the day of an instant (UTC). */
export const isoDate = (at: number): string => isoTime(at).slice(0, 10);
