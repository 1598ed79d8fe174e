import { findOwn } from '@leadlight/common';
import { ChangeCounter, rowOf, type FeatureSchema, type Instant, type RecordSnapshot } from '@leadlight/lead-features';
import {
  areStatesKnown,
  hasComeTrue,
  outcomeOf,
  snapshotInstants,
  subjectSnapshotAt,
  type OutcomeRule,
  type PropensityDefinition,
  type SubjectHistory,
} from '@leadlight/propensity';
import { TableBuilder } from '../training/examples/table-builder.ts';

/** What was counted and left out on the way from subjects to examples. */
export interface ExampleCounts {
  /** Subjects with at least one decided snapshot. */
  readonly subjects: number;
  readonly snapshots: number;
  /** Snapshots with a positive outcome. */
  readonly positive: number;
  /** Snapshots whose horizon and reporting delay have not passed. */
  readonly undecided: number;
  /** Snapshots from before the first state that the CRM has of their subject. */
  readonly unknownPast: number;
  /** Snapshots of subjects that were deleted or merged before their outcome was known. */
  readonly censored: number;
}

/** The decided snapshots of subjects as rows, subject by subject. Arrays are [rows]. */
export class SubjectExamples {
  readonly table: TableBuilder;
  /** The same rows under another schema. */
  readonly otherTable: TableBuilder | undefined;
  readonly subjectOfRow: number[] = [];
  readonly asOfRow: number[] = [];
  readonly labelOfRow: number[] = [];
  /** When what is predicted came true; NaN = it did not. */
  readonly reachedAtOfRow: number[] = [];
  readonly createdAtOfRow: number[] = [];
  /** null = people have not written what they think, or the definition names no field for it. */
  readonly judgementOfRow: (string | null)[] = [];
  /** Whether what is predicted has come true over the horizon that ends now. */
  readonly outcomeTodayOfRow: number[] = [];
  readonly changes = new ChangeCounter();
  readonly #schema: FeatureSchema;
  readonly #otherSchema: FeatureSchema | undefined;
  readonly #rule: PropensityDefinition & OutcomeRule;
  #subjects = 0;
  #undecided = 0;
  #censored = 0;
  #unknownPast = 0;

  constructor(schema: FeatureSchema, rule: PropensityDefinition & OutcomeRule, otherSchema?: FeatureSchema) {
    this.#schema = schema;
    this.#otherSchema = otherSchema;
    this.#rule = rule;
    this.table = new TableBuilder(schema);
    this.otherTable = otherSchema && new TableBuilder(otherSchema);
  }

  add(history: SubjectHistory, now: Instant): void {
    let rows = 0;
    let firstReachedAt: Instant | null = null;
    const today = Number(hasComeTrue(history, this.#rule, now));
    for (const asOf of snapshotInstants(history, this.#rule, now)) {
      if (!areStatesKnown(history, asOf)) this.#unknownPast += 1;
      const snapshot = subjectSnapshotAt(history, this.#rule, asOf);
      if (!snapshot) continue;
      const { outcome, reachedAt } = outcomeOf(history, this.#rule, asOf, now);
      if (outcome === 'undecided') this.#undecided += 1;
      else if (outcome === 'censored') this.#censored += 1;
      else {
        rows += 1;
        firstReachedAt ??= reachedAt;
        this.table.add(rowOf(this.#schema, snapshot));
        if (this.#otherSchema) this.otherTable?.add(rowOf(this.#otherSchema, snapshot));
        this.subjectOfRow.push(this.#subjects);
        this.asOfRow.push(asOf);
        this.labelOfRow.push(Number(outcome === 'positive'));
        this.reachedAtOfRow.push(reachedAt ?? Number.NaN);
        this.outcomeTodayOfRow.push(today);
        this.createdAtOfRow.push(history.createdAt);
        this.judgementOfRow.push(judgementOf(snapshot, this.#rule.judgement));
      }
    }
    if (rows === 0) return;
    this.#subjects += 1;
    this.changes.add(history, firstReachedAt);
  }

  get counts(): ExampleCounts {
    return {
      subjects: this.#subjects,
      snapshots: this.labelOfRow.length,
      positive: this.labelOfRow.reduce((sum, label) => sum + label, 0),
      undecided: this.#undecided,
      censored: this.#censored,
      unknownPast: this.#unknownPast,
    };
  }
}

function judgementOf({ fields }: RecordSnapshot, field: string | undefined): string | null {
  const value = field === undefined ? null : findOwn(fields, field);
  return value === null || value === undefined ? null : String(value);
}
