import type { SalesforceConnection } from '@leadlight/salesforce';
import { currencyOf, formatAmount } from './currency.ts';

/** The part of the connection of libs/salesforce that the page uses. */
export type OrgConnection = Pick<SalesforceConnection, 'json'>;

const PAGE_SIZE = 50;
/** SOQL rejects a larger OFFSET. */
const MAX_OFFSET = 2_000;

/** The fields that the page shows of a lead, in this order. */
const DETAIL_FIELDS = [
  'Company',
  'Title',
  'Email',
  'Phone',
  'LeadSource',
  'Industry',
  'NumberOfEmployees',
  'AnnualRevenue',
  'Country',
  'Status',
  'CreatedDate',
];
/** Long or compound types. Of these, only the field that the components need is read. */
const UNREAD_FIELD_TYPES = new Set(['textarea', 'address', 'location', 'base64']);
const REASONS_FIELD = 'Leadlight_Reasons__c';

type SObject = Readonly<Record<string, unknown>>;

/** Open leads, highest score first. `search` is a part of the name or company. */
export async function listLeads(org: OrgConnection, search: string, offset: number) {
  const start = Math.min(offset, MAX_OFFSET);
  const like = soqlString(`%${escapeLike(search)}%`);
  const matches = search === '' ? '' : ` AND (Name LIKE ${like} OR Company LIKE ${like})`;
  const records = await query(
    org,
    `SELECT Id, Name, Company, Title, Leadlight_Score__c, Leadlight_Band__c FROM Lead WHERE IsConverted = false${matches} ` +
      `ORDER BY Leadlight_Score__c DESC NULLS LAST, Id LIMIT ${PAGE_SIZE + 1} OFFSET ${start}`,
  );
  const leads = records.slice(0, PAGE_SIZE).map((record) => ({
    id: record.Id,
    name: record.Name,
    company: record.Company,
    title: record.Title,
    score: record.Leadlight_Score__c,
    band: record.Leadlight_Band__c,
  }));
  return { leads, hasMore: records.length > PAGE_SIZE && start + PAGE_SIZE <= MAX_OFFSET };
}

/** A lead as `getRecord` provides it, with amounts as the platform displays them; undefined if the org has no such lead. */
export async function findLead(org: OrgConnection, leadId: string, language: string) {
  const fields = await leadFields(org);
  const names = [...fields.values()].flatMap(({ name, type }) =>
    name !== 'Id' && (!UNREAD_FIELD_TYPES.has(type) || name === REASONS_FIELD) ? [name] : [],
  );
  const [record] = await query(
    org,
    `SELECT Id, ${names.join(', ')} FROM Lead WHERE Id = ${soqlString(leadId)} LIMIT 1`,
  );
  if (!record) return undefined;
  const currency = String(record.CurrencyIsoCode ?? '') || (await currencyOfOrg(org).catch(() => undefined));
  const displayed = (name: string) => {
    const value = record[name] ?? null;
    if (fields.get(name)?.type !== 'currency' || typeof value !== 'number' || !currency) return { value };
    return { value, displayValue: formatAmount(value, currency, language) };
  };
  return {
    id: String(record.Id),
    apiName: 'Lead',
    fields: Object.fromEntries(names.map((name) => [name, displayed(name)])),
    details: DETAIL_FIELDS.flatMap((name) => {
      const field = fields.get(name);
      return field ? [{ label: field.label, type: field.type, ...displayed(name) }] : [];
    }),
  };
}

/** The Lead object as `getObjectInfo` and `getPicklistValuesByRecordType` provide it. */
export async function describeLead(org: OrgConnection) {
  const fields = [...(await leadFields(org)).values()];
  const byName = <Description>(describe: (field: Field) => Description) =>
    Object.fromEntries(fields.map((field) => [field.name, describe(field)]));
  return {
    apiName: 'Lead',
    fields: byName(({ name, label, type, updateable }) => ({
      apiName: name,
      label,
      dataType: `${type.charAt(0).toUpperCase()}${type.slice(1)}`,
      updateable,
    })),
    picklistFieldValues: byName(({ picklistValues = [] }) => ({
      values: picklistValues.filter(({ active }) => active).map(({ value, label }) => ({ value, label })),
    })),
  };
}

async function query(org: OrgConnection, soql: string): Promise<readonly SObject[]> {
  const result = (await org.json({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` })) as {
    readonly records: readonly SObject[];
  };
  return result.records;
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly updateable: boolean;
  readonly picklistValues?: readonly { readonly value: string; readonly label: string; readonly active: boolean }[];
}

const currencies = new WeakMap<OrgConnection, Promise<string | undefined>>();

/** The currency of an org with a single currency, read once, and again after a failure. */
function currencyOfOrg(org: OrgConnection): Promise<string | undefined> {
  const cached = currencies.get(org);
  if (cached) return cached;
  const read = query(org, 'SELECT DefaultLocaleSidKey FROM Organization LIMIT 1').then(([organization]) =>
    currencyOf(String(organization?.DefaultLocaleSidKey ?? '')),
  );
  currencies.set(org, read);
  read.catch(() => currencies.delete(org));
  return read;
}

const fieldsOfOrg = new WeakMap<OrgConnection, Promise<ReadonlyMap<string, Field>>>();

/** The lead fields that the org shows, read once, and again after a failure. */
function leadFields(org: OrgConnection): Promise<ReadonlyMap<string, Field>> {
  const cached = fieldsOfOrg.get(org);
  if (cached) return cached;
  const read = org
    .json({ method: 'GET', path: '/sobjects/Lead/describe' })
    .then(
      (described) => new Map((described as { fields: readonly Field[] }).fields.map((field) => [field.name, field])),
    );
  fieldsOfOrg.set(org, read);
  read.catch(() => fieldsOfOrg.delete(org));
  return read;
}

const soqlString = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const MAX_SEARCH_LENGTH = 80;

/** What a user typed, on one line: no name contains a line break, and SOQL rejects other control characters. */
export const searchText = (typed: string): string =>
  typed
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- these are what it is about
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, MAX_SEARCH_LENGTH)
    .toWellFormed();

/** Escapes the wildcards of LIKE. */
const escapeLike = (text: string): string => text.replace(/[%_\\]/g, '\\$&');

/** Names of leads by id. Unknown leads are absent. */
export async function findLeadNames(
  org: OrgConnection,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (leadIds.length === 0) return new Map();
  const records = await query(org, `SELECT Id, Name FROM Lead WHERE Id IN (${leadIds.map(soqlString).join(', ')})`);
  return new Map(records.map(({ Id, Name }) => [String(Id), String(Name)]));
}

/** The open and converted leads of each band, from A to D. */
export async function countByBand(org: OrgConnection) {
  const rows = await query(
    org,
    'SELECT Leadlight_Band__c band, IsConverted converted, COUNT(Id) leads FROM Lead WHERE Leadlight_Band__c != null ' +
      'AND Leadlight_Unranked__c = null ' +
      'GROUP BY Leadlight_Band__c, IsConverted ORDER BY Leadlight_Band__c',
  );
  const counts = new Map<string, { band: string; open: number; converted: number }>();
  for (const { band, converted, leads } of rows) {
    const count = counts.get(String(band)) ?? { band: String(band), open: 0, converted: 0 };
    count[converted === true ? 'converted' : 'open'] = Number(leads);
    counts.set(count.band, count);
  }
  return [...counts.values()];
}

/** When the last lead was scored; undefined if none ever was. */
export async function findNewestScoreTime(org: OrgConnection): Promise<Date | undefined> {
  const [newest] = await query(
    org,
    'SELECT Leadlight_Scored_At__c FROM Lead WHERE Leadlight_Scored_At__c != null ORDER BY Leadlight_Scored_At__c DESC LIMIT 1',
  );
  return newest && new Date(String(newest.Leadlight_Scored_At__c));
}

/** The number of open leads whose last scoring failed. */
export async function countFailedLeads(org: OrgConnection): Promise<number> {
  const [row] = await query(
    org,
    'SELECT COUNT(Id) leads FROM Lead WHERE Leadlight_Error__c != null AND IsConverted = false',
  );
  return Number(row?.leads ?? 0);
}
