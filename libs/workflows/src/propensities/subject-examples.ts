import { ChangeCounter, rowOf, type FeatureSchema, type Instant } from '@leadlight/lead-features';
import {
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
  readonly changes = new ChangeCounter();
  readonly #schema: FeatureSchema;
  readonly #otherSchema: FeatureSchema | undefined;
  readonly #rule: PropensityDefinition & OutcomeRule;
  #subjects = 0;
  #undecided = 0;
  #censored = 0;

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
    for (const asOf of snapshotInstants(history, this.#rule, now)) {
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
        this.createdAtOfRow.push(history.createdAt);
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
    };
  }
}
