import type { ChangeCount, RawColumn } from '@leadlight/evaluation';
import {
  ChangeCounter,
  DuplicateIndex,
  leadOutcomeOf,
  groupKeysOf,
  judgementOf,
  junkReason,
  goalReachedAt,
  rowOf,
  snapshotAt,
  snapshotTimes,
  type FeatureSchema,
  type Goal,
  type GroupKeys,
  type Instant,
  type JudgementField,
  type JunkRules,
  type LeadField,
  type LeadHistory,
  type LeadToCompare,
} from '@leadlight/lead-features';
import { GoalEvidence } from './goal-evidence.ts';
import { TableBuilder, type RowTable } from './table-builder.ts';

export interface SnapshotSettings {
  /** At which ages each lead is looked at. */
  readonly snapshotAgesDays: readonly number[];
  readonly goal: Goal;
  /** Leads that these name are left out; undefined = the default rules, null = none is junk. */
  readonly junk?: JunkRules | null;
}

/** What is kept of a lead besides its looks. */
export interface SnapshotLead extends GroupKeys {
  readonly createdAt: Instant;
  /** When it, or a copy of it, reached the goal. */
  readonly goalReachedAt: Instant | null;
  /** True where an earlier lead of the same person stands for it. */
  readonly isCopy: boolean;
}

/** How many leads were left out, and why. */
export interface LeftOutLeads {
  readonly deleted: number;
  readonly junk: number;
  readonly copies: number;
}

/** Looks at leads as they were at several ages: one row a look, what was known then and nothing later. */
export class OrgSnapshots {
  readonly leadOfRow: number[] = [];
  readonly asOfRow: number[] = [];
  /** What people made of the lead at the time; null = nothing. */
  readonly judgementOfRow: (string | null)[] = [];
  readonly table: TableBuilder;
  /** The same looks under the other schema, where there is one. */
  readonly otherTable: TableBuilder | undefined;
  readonly goalEvidence = new GoalEvidence();
  readonly #schema: FeatureSchema;
  readonly #otherSchema: FeatureSchema | undefined;
  readonly #settings: SnapshotSettings;
  readonly #judgement: JudgementField | undefined;
  readonly #leads: LeadToCompare[] = [];
  readonly #duplicates = new DuplicateIndex();
  readonly #changes = new ChangeCounter();
  readonly #endings = { reached: 0, unqualified: 0, stale: 0, open: 0 };
  #deleted = 0;
  #junk = 0;

  constructor(
    schema: FeatureSchema,
    settings: SnapshotSettings,
    judgement: JudgementField | undefined,
    otherSchema?: FeatureSchema,
  ) {
    this.#schema = schema;
    this.#otherSchema = otherSchema;
    this.#settings = settings;
    this.#judgement = judgement;
    this.table = new TableBuilder(schema);
    this.otherTable = otherSchema && new TableBuilder(otherSchema);
  }

  add(history: LeadHistory, now: Instant): void {
    const { goal, junk, snapshotAgesDays } = this.#settings;
    // Most deleted leads were merged into another; what they did is told there.
    if (history.isDeleted) this.#deleted += 1;
    else if (junk !== null && junkReason(history, junk) !== undefined) this.#junk += 1;
    else {
      for (const asOf of snapshotTimes(history, snapshotAgesDays, now)) this.#look(history, asOf);
      const reached = goalReachedAt(history, goal);
      this.goalEvidence.add(history);
      const { Email, Company } = history.fields;
      const lead = {
        leadId: history.leadId,
        createdAt: history.createdAt,
        isDeleted: history.isDeleted,
        goalReachedAt: reached,
        fields: { Email: Email ?? null, Company: Company ?? null },
      };
      this.#leads.push(lead);
      this.#duplicates.add(lead);
      this.#changes.add(history, reached);
      this.#endings[leadOutcomeOf(history, { goal }, now)] += 1;
    }
  }

  /** To be asked when all are added: only then are copies known. */
  leads(): readonly SnapshotLead[] {
    return this.#leads.map((lead) => {
      const resolved = this.#duplicates.resolve(lead);
      const { createdAt, goalReachedAt } = resolved ?? lead;
      return { createdAt, goalReachedAt, isCopy: resolved === undefined, ...groupKeysOf(lead) };
    });
  }

  leftOutLeads(leads: readonly SnapshotLead[]): LeftOutLeads {
    return { deleted: this.#deleted, junk: this.#junk, copies: leads.filter(({ isCopy }) => isCopy).length };
  }

  /** Leads that did not reach the goal: given up by somebody, or not looked at any more. */
  lostLeads(): { readonly unqualified: number; readonly stale: number } {
    const { unqualified, stale } = this.#endings;
    return { unqualified, stale };
  }

  /** How often what a feature reads was changed by then, and how often when the outcome stood or was near; by feature. */
  changeCountsAsOf(at: Instant): readonly ChangeCount[] {
    const counts = this.#changes.counts(at);
    return this.#schema.features.flatMap(({ name, field, source }) => {
      const read = source.type === 'catalogue' ? source.inputs : [field];
      return counts
        .filter((count) => read.includes(count.field))
        .map(({ changes, atOutcome }) => ({ field: name, changes, atOutcome, isTracked: true }));
    });
  }

  #look(history: LeadHistory, asOf: Instant): void {
    const snapshot = snapshotAt(history, asOf);
    this.table.add(rowOf(this.#schema, snapshot));
    if (this.#otherSchema) this.otherTable?.add(rowOf(this.#otherSchema, snapshot));
    this.leadOfRow.push(this.#leads.length);
    this.asOfRow.push(asOf);
    this.judgementOfRow.push(this.#judgement ? judgementOf(snapshot, this.#judgement) : null);
  }
}

/** A table's features as columns, under the features' names. @param fields which of them have a past that is not known */
export function featureColumns(
  { features }: FeatureSchema,
  table: RowTable,
  rows: ArrayLike<number>,
  fields: readonly LeadField[] = [],
): RawColumn[] {
  const ofToday = new Set(fields.flatMap(({ name, past }) => (past.kind === 'unknown' ? [name] : [])));
  return features.map(({ name, kind, field, source }, feature) => ({
    field: name,
    kind,
    values: table.valuesOf(feature, rows),
    hasCurrentValues: (source.type === 'catalogue' ? source.inputs : [field]).some((input) => ofToday.has(input)),
  }));
}
