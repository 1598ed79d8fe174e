import { DAY_MS } from '@leadlight/common';
import type { RawColumn } from '@leadlight/evaluation';
import type { Column, Table } from '@leadlight/forest';
import type { LeadOutcome } from '@leadlight/sandbox-org';

/** Leads of a simulated company as a model sees them, with what comes of them; in the order of time. */
export interface LifeLeads {
  /** [rows] days since 1970. */
  readonly days: Float64Array;
  /** [rows] days from creation to conversion, whenever that is; NaN = never. */
  readonly waitDays: Float64Array;
  /** [rows] true probability of converting within 90 days, given what the company knows of the lead. */
  readonly chances: Float64Array;
  readonly columns: readonly RawColumn[];
}

type Value = number | string | null;

/** The fields of a lead at its creation that are features. */
const FEATURES: readonly {
  readonly field: string;
  readonly kind: 'numeric' | 'categorical';
  readonly of: (lead: LeadOutcome) => Value;
}[] = [
  { field: 'LeadSource', kind: 'categorical', of: ({ profile }) => profile.source },
  { field: 'Industry', kind: 'categorical', of: ({ fields }) => textOf(fields.get('Industry')) },
  { field: 'Country', kind: 'categorical', of: ({ fields }) => textOf(fields.get('Country')) },
  { field: 'Product_Interest__c', kind: 'categorical', of: ({ fields }) => textOf(fields.get('Product_Interest__c')) },
  {
    field: 'seniority',
    kind: 'categorical',
    of: ({ profile, fields }) => (fields.get('Title') === null ? null : profile.seniority),
  },
  {
    field: 'department',
    kind: 'categorical',
    of: ({ profile, fields }) => (fields.get('Title') === null ? null : profile.department),
  },
  { field: 'employees', kind: 'numeric', of: ({ fields }) => logOf(fields.get('NumberOfEmployees')) },
  {
    field: 'Webinar_Minutes__c',
    kind: 'numeric',
    of: ({ profile }) => (profile.webinarMinutes === 0 ? Number.NaN : profile.webinarMinutes),
  },
  { field: 'free_mail', kind: 'numeric', of: ({ profile }) => Number(profile.freeMail) },
  { field: 'has_phone', kind: 'numeric', of: ({ profile }) => Number(profile.phone !== null) },
  { field: 'hour', kind: 'numeric', of: ({ createdAt }) => new Date(createdAt).getUTCHours() },
];

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const logOf = (value: unknown): number => (typeof value === 'number' ? Math.log(value) : Number.NaN);

export function lifeLeads(outcomes: readonly LeadOutcome[]): LifeLeads {
  return {
    days: Float64Array.from(outcomes, ({ createdAt }) => createdAt / DAY_MS),
    waitDays: Float64Array.from(outcomes, ({ waitDays }) => waitDays),
    chances: Float64Array.from(outcomes, ({ trueProbability }) => trueProbability),
    columns: FEATURES.map(({ field, kind, of }) => ({ field, kind, values: outcomes.map(of) })),
  };
}

export const sliceLeads = (leads: LifeLeads, from: number, to: number): LifeLeads =>
  takeRows(
    leads,
    Array.from({ length: to - from }, (_, i) => from + i),
  );

export const takeRows = ({ days, waitDays, chances, columns }: LifeLeads, rows: readonly number[]): LifeLeads => ({
  days: Float64Array.from(rows, (row) => days[row]!),
  waitDays: Float64Array.from(rows, (row) => waitDays[row]!),
  chances: Float64Array.from(rows, (row) => chances[row]!),
  columns: columns.map(({ values, ...column }) => ({ ...column, values: rows.map((row) => values[row]!) })),
});

export const joinLeads = (first: LifeLeads, second: LifeLeads): LifeLeads => ({
  days: Float64Array.of(...first.days, ...second.days),
  waitDays: Float64Array.of(...first.waitDays, ...second.waitDays),
  chances: Float64Array.of(...first.chances, ...second.chances),
  columns: first.columns.map(({ values, ...column }, i) => ({
    ...column,
    values: [...Array.from(values), ...Array.from(second.columns[i]!.values)],
  })),
});

export const tableOf = ({ columns, days }: Pick<LifeLeads, 'columns' | 'days'>): Table => ({
  rows: days.length,
  columns: columns.map(({ field, kind, values }): Column => {
    if (kind === 'numeric') return { kind, name: field, values: Float64Array.from(values as ArrayLike<number>) };
    const categories = [...new Set(Array.from(values).filter((value) => value !== null))].map(String).sort();
    const codeOf = new Map(categories.map((category, code) => [category, code]));
    const codes = Int32Array.from(values, (value) => (value === null ? -1 : codeOf.get(String(value))!));
    return { kind: 'categorical', name: field, codes, categories };
  }),
});
