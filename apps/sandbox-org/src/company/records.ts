/** A field's value as the org stores it: dates and times as ISO text (UTC, milliseconds), null = empty. */
export type Value = string | number | boolean | null;

/** One record by API field names. Fields that are absent are empty. */
export type CompanyRecord = Readonly<Record<string, Value>>;

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

/** ISO text of an instant, as the org stores times. */
export const isoTime = (at: number): string => new Date(at).toISOString();

/** ISO text of the day of an instant (UTC). */
export const isoDate = (at: number): string => isoTime(at).slice(0, 10);
