import type { ChangeCount, RawColumn } from '@leadlight/evaluation';
import {
  rowOf,
  snapshotAt,
  snapshotTimes,
  type FeatureSchema,
  type Instant,
  type LeadHistory,
  type LeadSnapshot,
} from '@leadlight/lead-features';
import { TableBuilder, type RowTable } from './table-builder.ts';

const DAY_MS = 86_400_000;

/** What is kept of a lead besides its looks. */
export interface LookedAtLead {
  readonly createdAt: Instant;
  readonly convertedAt: Instant | null;
  readonly company: string | null;
  readonly email: string | null;
}

/** Looks at leads as they were at several ages: one row a look, what was known then and nothing later. */
export class OrgLooks {
  readonly leads: LookedAtLead[] = [];
  readonly leadOfRow: number[] = [];
  readonly asOfRow: number[] = [];
  /** What people made of the lead at the time; null = nothing. */
  readonly judgementOfRow: (string | null)[] = [];
  readonly table: TableBuilder;
  readonly #schema: FeatureSchema;
  readonly #judgedBy: readonly string[];
  readonly #changes = new Map<string, { changes: number; atOutcome: number }>();

  /** @param judgedBy fields with a known past that hold people's own judgement, such as Rating */
  constructor(schema: FeatureSchema, judgedBy: readonly string[]) {
    this.#schema = schema;
    this.#judgedBy = judgedBy;
    this.table = new TableBuilder(schema);
  }

  add(history: LeadHistory, agesDays: readonly number[], now: Instant): void {
    for (const asOf of snapshotTimes(history, agesDays, now)) {
      const snapshot = snapshotAt(history, asOf);
      this.table.add(rowOf(this.#schema, snapshot));
      this.leadOfRow.push(this.leads.length);
      this.asOfRow.push(asOf);
      this.judgementOfRow.push(this.#judgementIn(snapshot));
    }
    const { createdAt, convertedAt, fields } = history;
    this.leads.push({ createdAt, convertedAt, company: keyOf(fields.Company), email: keyOf(fields.Email) });
    this.#countChanges(history);
  }

  /** How often each field was changed, and how often when the outcome stood or was near. */
  changeCounts(): ChangeCount[] {
    return [...this.#changes].map(([field, counts]) => ({ field, ...counts, isTracked: true }));
  }

  #judgementIn({ fields }: LeadSnapshot): string | null {
    const told = this.#judgedBy.map((field) => fields[field] ?? '');
    return told.some((value) => value !== '') ? told.join(' · ') : null;
  }

  #countChanges({ changes, convertedAt }: LeadHistory): void {
    for (const { field, at } of changes) {
      let count = this.#changes.get(field);
      if (!count) this.#changes.set(field, (count = { changes: 0, atOutcome: 0 }));
      count.changes += 1;
      if (convertedAt !== null && at >= convertedAt - DAY_MS) count.atOutcome += 1;
    }
  }
}

/** Texts that differ in case or spaces name the same company or address. */
const keyOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().toLowerCase() : null;

/** A table's features as columns, under the features' names. */
export const featureColumns = (schema: FeatureSchema, table: RowTable, rows: ArrayLike<number>): RawColumn[] =>
  schema.features.map(({ name, kind }, feature) => ({ field: name, kind, values: table.valuesOf(feature, rows) }));
