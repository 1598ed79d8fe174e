import { soqlString, type SalesforceConnection } from '@leadlight/salesforce';
import { currencyOf, formatAmount } from './currency.ts';
import { labelIn } from './field-labels.ts';

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

/** Fields of a listed lead. Those that the org does not show are left out of the query. */
const LIST_FIELDS = [
  'Name',
  'Company',
  'Title',
  'Status',
  'Phone',
  'MobilePhone',
  'DoNotCall',
  'LastActivityDate',
  'Leadlight_Score__c',
  'Leadlight_Band__c',
  'Leadlight_Unranked__c',
];

const LIST_ORDERS = {
  score: 'Leadlight_Score__c DESC NULLS LAST, Leadlight_Probability__c DESC NULLS LAST, Id',
  activity: 'LastActivityDate ASC NULLS FIRST, Id',
  created: 'CreatedDate DESC, Id',
  name: 'LastName ASC, Id',
} as const;

/** Which leads are listed, and in which order. */
export interface LeadListQuery {
  /** A part of the name or company. */
  readonly search: string;
  readonly offset: number;
  readonly sort: keyof typeof LIST_ORDERS;
  /** Only leads in this status; empty = in any. */
  readonly status: string;
  /** Only leads of this owner; empty = of any. */
  readonly ownerId: string;
  /** Whether to list leads that are left out of the ranking too. */
  readonly all: boolean;
}

/** The query in a URL; what it does not understand has the default. */
export function leadListQueryOf(parameters: Readonly<Record<string, unknown>>): LeadListQuery {
  const text = (name: string, maxLength?: number) => oneLine(String(parameters[name] ?? ''), maxLength);
  const sort = text('sort');
  return {
    search: text('search'),
    offset: Math.max(0, Math.trunc(Number(text('offset'))) || 0),
    sort: Object.hasOwn(LIST_ORDERS, sort) ? (sort as LeadListQuery['sort']) : 'score',
    status: text('status', MAX_STATUS_LENGTH),
    ownerId: /^\w{15,18}$/.exec(text('owner'))?.[0] ?? '',
    all: text('all') === '1',
  };
}

/**
 * Open leads in the order of the query, and how many of them the ranking leaves out.
 * @param visible the condition for the leads that the user sees; null = all
 */
export async function listLeads(org: OrgConnection, wanted: LeadListQuery, visible: string | null) {
  const known = await leadFields(org);
  const start = Math.min(wanted.offset, MAX_OFFSET);
  const like = soqlString(`%${escapeLike(wanted.search)}%`);
  const conditions = [
    'IsConverted = false',
    ...(visible === null ? [] : [visible]),
    ...(wanted.search === '' ? [] : [`(Name LIKE ${like} OR Company LIKE ${like})`]),
    ...(wanted.status === '' ? [] : [`Status = ${soqlString(wanted.status)}`]),
    ...(wanted.ownerId === '' ? [] : [`OwnerId = ${soqlString(wanted.ownerId)}`]),
  ];
  const canLeaveOut = known.has('Leadlight_Unranked__c');
  const ranked = canLeaveOut && !wanted.all ? ['Leadlight_Unranked__c = null'] : [];
  const names = LIST_FIELDS.filter((name) => known.has(name));
  const fields = ['Id', ...names, ...(known.has('OwnerId') ? ['Owner.Name'] : [])].join(', ');
  const records = await query(
    org,
    `SELECT ${fields} FROM Lead WHERE ${[...conditions, ...ranked].join(' AND ')} ` +
      `ORDER BY ${LIST_ORDERS[wanted.sort]} LIMIT ${PAGE_SIZE + 1} OFFSET ${start}`,
  );
  const leftOut = ranked.length > 0 && start === 0 ? await countLeads(org, [...conditions, LEFT_OUT]) : undefined;
  return {
    leads: records.slice(0, PAGE_SIZE).map(listedLead),
    hasMore: records.length > PAGE_SIZE && start + PAGE_SIZE <= MAX_OFFSET,
    leftOut,
  };
}

const LEFT_OUT = 'Leadlight_Unranked__c != null';

async function countLeads(org: OrgConnection, conditions: readonly string[]): Promise<number> {
  const [row] = await query(org, `SELECT COUNT(Id) leads FROM Lead WHERE ${conditions.join(' AND ')}`);
  return Number(row?.leads ?? 0);
}

const listedLead = (record: SObject) => ({
  id: record.Id,
  name: record.Name,
  company: record.Company ?? null,
  title: record.Title ?? null,
  status: record.Status ?? null,
  owner: (record.Owner as SObject | null | undefined)?.Name ?? null,
  lastActivity: record.LastActivityDate ?? null,
  phone: record.DoNotCall === true ? null : (record.Phone ?? record.MobilePhone ?? null),
  score: record.Leadlight_Score__c ?? null,
  band: record.Leadlight_Band__c ?? null,
  unranked: record.Leadlight_Unranked__c ?? null,
});

/** The statuses and owners of open leads that the user sees, to choose from. */
export async function listFilters(org: OrgConnection, visible: string | null) {
  const rows = await query(
    org,
    `SELECT Status status, OwnerId owner, COUNT(Id) leads FROM Lead WHERE IsConverted = false${
      visible === null ? '' : ` AND ${visible}`
    } GROUP BY Status, OwnerId`,
  );
  const distinct = (name: string) => [...new Set(rows.flatMap((row) => (row[name] ? [String(row[name])] : [])))];
  const ids = distinct('owner');
  // Owners that are queues have no user, and are not offered.
  const users =
    ids.length === 0
      ? []
      : await query(org, `SELECT Id, Name FROM User WHERE Id IN (${ids.map(soqlString).join(', ')}) ORDER BY Name`);
  return {
    statuses: distinct('status').sort((a, b) => a.localeCompare(b)),
    owners: users.map(({ Id, Name }) => ({ id: Id, name: Name })),
  };
}

/** A lead as `getRecord` provides it, with amounts as the platform displays them; undefined if the user sees no such lead. */
export async function findLead(org: OrgConnection, leadId: string, language: string, visible: string | null) {
  const fields = await leadFields(org);
  const names = [...fields.values()].flatMap(({ name, type }) =>
    name !== 'Id' && (!UNREAD_FIELD_TYPES.has(type) || name === REASONS_FIELD) ? [name] : [],
  );
  const [record] = await query(
    org,
    `SELECT Id, ${names.join(', ')} FROM Lead WHERE Id = ${soqlString(leadId)}${visible === null ? '' : ` AND ${visible}`} LIMIT 1`,
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
      return field ? [{ label: labelIn(language, field.label), type: field.type, ...displayed(name) }] : [];
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

/** The records that a query returns. */
export async function query(org: OrgConnection, soql: string): Promise<readonly SObject[]> {
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

const MAX_SEARCH_LENGTH = 80;
/** A value of a picklist has up to 255 characters. */
const MAX_STATUS_LENGTH = 255;

/** What a user typed, on one line: no name contains a line break, and SOQL rejects other control characters. */
const oneLine = (typed: string, maxLength = MAX_SEARCH_LENGTH): string =>
  typed
    .toWellFormed()
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, maxLength)
    .toWellFormed();

/** Escapes the wildcards of LIKE. */
const escapeLike = (text: string): string => text.replace(/[%_\\]/g, '\\$&');
