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
  StatusOutcomes,
  type FeatureSchema,
  type FieldValue,
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
  /** The ages of a lead at its snapshots. */
  readonly snapshotAgesDays: readonly number[];
  readonly goal: Goal;
  /** Leads that match are left out; undefined = the default rules, null = no lead is junk. */
  readonly junk?: JunkRules | null;
  /** Lead fields whose values are kept to form groups of leads, whether or not a feature reads them. */
  readonly groupFields?: readonly string[];
}

/** A lead with snapshots. */
export interface SnapshotLead extends GroupKeys {
  readonly createdAt: Instant;
  /** When it, or a copy of it, reached the goal. */
  readonly goalReachedAt: Instant | null;
  /** True if an earlier lead of the same person is used instead. */
  readonly isCopy: boolean;
}

/** How many leads were left out, by reason. */
export interface LeftOutLeads {
  readonly deleted: number;
  readonly junk: number;
  readonly copies: number;
}

/** Snapshots of an org's leads at several ages. Each snapshot is a row of what was known then. */
export class OrgSnapshots {
  readonly leadOfRow: number[] = [];
  readonly asOfRow: number[] = [];
  /** How people judged the lead at the time; null = not at all. */
  readonly judgementOfRow: (string | null)[] = [];
  /** By field named in the settings; a feature's name has no values. */
  readonly groupValuesOfRow: ReadonlyMap<string, (string | number | null)[]>;
  readonly table: TableBuilder;
  /** The same snapshots under the other schema, if there is one. */
  readonly otherTable: TableBuilder | undefined;
  readonly goalEvidence = new GoalEvidence();
  readonly #schema: FeatureSchema;
  readonly #otherSchema: FeatureSchema | undefined;
  readonly #settings: SnapshotSettings;
  readonly #judgement: JudgementField | undefined;
  readonly #leads: LeadToCompare[] = [];
  readonly #duplicates = new DuplicateIndex();
  readonly #changes = new ChangeCounter();
  readonly #statuses = new StatusOutcomes();
  readonly #outcomes = { reached: 0, unqualified: 0, stale: 0, open: 0 };
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
    this.groupValuesOfRow = new Map((settings.groupFields ?? []).map((field) => [field, []]));
    this.#judgement = judgement;
    this.table = new TableBuilder(schema);
    this.otherTable = otherSchema && new TableBuilder(otherSchema);
  }

  add(history: LeadHistory, now: Instant): void {
    const { goal, junk, snapshotAgesDays } = this.#settings;
    // Most deleted leads were merged into another one, which has their activities.
    if (history.isDeleted) this.#deleted += 1;
    else if (junk !== null && junkReason(history, junk) !== undefined) this.#junk += 1;
    else {
      for (const asOf of snapshotTimes(history, snapshotAgesDays, now)) this.#addSnapshot(history, asOf);
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
      this.#statuses.add(history, reached);
      this.#outcomes[leadOutcomeOf(history, { goal }, now)] += 1;
    }
  }

  /** Call it after all leads are added: only then are copies known. */
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

  /** Leads that did not reach the goal: disqualified by a user, or no longer worked on. */
  lostLeads(): { readonly unqualified: number; readonly stale: number } {
    const { unqualified, stale } = this.#outcomes;
    return { unqualified, stale };
  }

  /** Statuses after which no lead reaches the goal. Call it after all leads are added. */
  closedStatuses(horizonDays: number, now: Instant): readonly string[] {
    const { goal } = this.#settings;
    return this.#statuses.closedStatuses(horizonDays, now, goal.kind === 'status' ? goal.status : undefined);
  }

  /** For each feature, how often its inputs were changed until `at`, and how often at or near the outcome. */
  changeCountsAsOf(at: Instant): readonly ChangeCount[] {
    const counts = this.#changes.counts(at);
    return this.#schema.features.flatMap(({ name, field, source }) => {
      const inputs = source.type === 'catalogue' ? source.inputs : [field];
      return counts
        .filter((count) => inputs.includes(count.field))
        .map(({ changes, atOutcome }) => ({ field: name, changes, atOutcome, isTracked: true }));
    });
  }

  #addSnapshot(history: LeadHistory, asOf: Instant): void {
    const snapshot = snapshotAt(history, asOf);
    this.table.add(rowOf(this.#schema, snapshot));
    if (this.#otherSchema) this.otherTable?.add(rowOf(this.#otherSchema, snapshot));
    this.leadOfRow.push(this.#leads.length);
    this.asOfRow.push(asOf);
    for (const [field, values] of this.groupValuesOfRow) values.push(groupValue(snapshot.fields[field]));
    this.judgementOfRow.push(this.#judgement ? judgementOf(snapshot, this.#judgement) : null);
  }
}

const groupValue = (value: FieldValue | undefined): string | number | null =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? null);

/** A table's features as columns. @param fields those of unknown past have only current values */
export function featureColumns(
  { features }: FeatureSchema,
  table: Pick<RowTable, 'valuesOf'>,
  rows: ArrayLike<number>,
  fields: readonly LeadField[] = [],
): RawColumn[] {
  const withoutPast = new Set(fields.flatMap(({ name, past }) => (past.kind === 'unknown' ? [name] : [])));
  return features.map(({ name, kind, field, source }, feature) => ({
    field: name,
    kind,
    values: table.valuesOf(feature, rows),
    ...((source.type === 'children' || source.type === 'age') && { isFromDates: true }),
    hasCurrentValues: (source.type === 'catalogue' ? source.inputs : [field]).some((input) => withoutPast.has(input)),
  }));
}
