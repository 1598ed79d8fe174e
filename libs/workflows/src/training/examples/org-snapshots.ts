import type { ChangeCount, RawColumn } from '@leadlight/evaluation';
import {
  ChangeCounter,
  leadOutcomeOf,
  judgementOf,
  junkReason,
  keyedLeadOf,
  goalReachedAt,
  rowOf,
  snapshotAt,
  snapshotTimes,
  StatusOutcomes,
  type CollectedStatuses,
  type CollectedTimes,
  type FeatureSchema,
  type FieldValue,
  type Goal,
  type Instant,
  type JudgementField,
  type JunkRules,
  type KeyedLead,
  type LeadField,
  type LeadHistory,
  type LeadOutcome,
} from '@leadlight/lead-features';
import { GoalEvidence, type CollectedEvidence } from './goal-evidence.ts';
import { GrowingArray } from './growing-array.ts';
import { LeadList, type SnapshotLeads } from './lead-list.ts';
import { RepeatingValues } from './repeating-values.ts';
import { TableBuilder, type ColumnValues, type RowTable } from './table-builder.ts';

export interface SnapshotSettings {
  /** The ages of a lead at its snapshots. */
  readonly snapshotAgesDays: readonly number[];
  readonly goal: Goal;
  /** Leads that match are left out; undefined = the default rules, null = no lead is junk. */
  readonly junk?: JunkRules | null;
  /** Lead fields whose values are kept to form groups of leads, whether or not a feature reads them. */
  readonly groupFields?: readonly string[];
}

/** How many leads were left out, by reason. */
export interface LeftOutLeads {
  readonly deleted: number;
  readonly junk: number;
  readonly copies: number;
}

/** Snapshots of some leads; can be serialized. */
export interface CollectedSnapshots extends CollectedFacts {
  readonly columns: readonly ColumnValues[];
  /** Under the other schema, if there is one. */
  readonly otherColumns?: readonly ColumnValues[];
}

/** Everything but the rows. */
export interface CollectedFacts {
  readonly leads: readonly KeyedLead[];
  /** [rows] */
  readonly leadOfRow: readonly number[];
  readonly asOfRow: readonly number[];
  readonly judgementOfRow: readonly (string | null)[];
  readonly groupValuesOfRow: ReadonlyMap<string, readonly (string | number | null)[]>;
  readonly evidence: CollectedEvidence;
  readonly changes: CollectedTimes;
  readonly statuses: CollectedStatuses;
  readonly counts: SnapshotCounts;
}

interface SnapshotCounts {
  readonly deleted: number;
  readonly junk: number;
  readonly outcomes: Readonly<Record<LeadOutcome, number>>;
}

/** Snapshots of an org's leads at several ages. Each snapshot is a row of what was known then. */
export class OrgSnapshots {
  readonly leadOfRow = new GrowingArray(Int32Array);
  readonly asOfRow = new GrowingArray(Float64Array);
  /** How people judged the lead at the time; null = not at all. */
  readonly judgementOfRow = new RepeatingValues<string | null>();
  /** By field named in the settings; a feature's name has no values. */
  readonly groupValuesOfRow: ReadonlyMap<string, RepeatingValues<string | number | null>>;
  readonly table: TableBuilder;
  /** The same snapshots under the other schema, if there is one. */
  readonly otherTable: TableBuilder | undefined;
  readonly goalEvidence = new GoalEvidence();
  readonly #schema: FeatureSchema;
  readonly #otherSchema: FeatureSchema | undefined;
  readonly #settings: SnapshotSettings;
  readonly #judgement: JudgementField | undefined;
  readonly #leads = new LeadList();
  readonly #changes = new ChangeCounter();
  readonly #statuses = new StatusOutcomes();
  readonly #outcomes: Record<LeadOutcome, number> = { reached: 0, unqualified: 0, stale: 0, open: 0 };
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
    this.groupValuesOfRow = new Map((settings.groupFields ?? []).map((field) => [field, new RepeatingValues()]));
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
      this.#leads.push(keyedLeadOf(history, reached));
      this.#changes.add(history, reached);
      this.#statuses.add(history, reached);
      this.#outcomes[leadOutcomeOf(history, { goal }, now)] += 1;
    }
  }

  collected(): CollectedSnapshots {
    return {
      leads: this.#leads.toArray(),
      leadOfRow: [...this.leadOfRow.toArray()],
      asOfRow: [...this.asOfRow.toArray()],
      judgementOfRow: this.judgementOfRow.toArray(),
      groupValuesOfRow: new Map([...this.groupValuesOfRow].map(([field, values]) => [field, values.toArray()])),
      evidence: this.goalEvidence.collected(),
      changes: this.#changes.collected(),
      statuses: this.#statuses.collected(),
      counts: { deleted: this.#deleted, junk: this.#junk, outcomes: this.#outcomes },
      columns: this.table.columns(),
      ...(this.otherTable && { otherColumns: this.otherTable.columns() }),
    };
  }

  /** Adds other leads, which come after those that were added before, but not their rows in the tables. */
  addFacts({ leads, changes, statuses, evidence, counts, ...rows }: CollectedFacts): void {
    const first = this.#leads.length;
    for (const lead of leads) this.#leads.push(lead);
    for (const lead of rows.leadOfRow) this.leadOfRow.push(first + lead);
    for (const asOf of rows.asOfRow) this.asOfRow.push(asOf);
    for (const judgement of rows.judgementOfRow) this.judgementOfRow.push(judgement);
    for (const [field, values] of this.groupValuesOfRow) {
      for (const value of rows.groupValuesOfRow.get(field) ?? []) values.push(value);
    }
    this.goalEvidence.merge(evidence);
    this.#changes.merge(changes);
    this.#statuses.merge(statuses);
    this.#deleted += counts.deleted;
    this.#junk += counts.junk;
    for (const outcome of Object.keys(this.#outcomes) as LeadOutcome[]) {
      this.#outcomes[outcome] += counts.outcomes[outcome];
    }
  }

  /** Call it after all leads are added: only then are copies known. */
  leads(): SnapshotLeads {
    return this.#leads.withoutCopies();
  }

  leftOutLeads(leads: SnapshotLeads): LeftOutLeads {
    let copies = 0;
    for (const { isCopy } of leads) copies += Number(isCopy);
    return { deleted: this.#deleted, junk: this.#junk, copies };
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

  /** For each feature, how often its inputs were changed until an instant, and how often at or near the outcome. */
  changeCounts(): (at: Instant) => readonly ChangeCount[] {
    return changeCountsOf(this.#schema, this.#changes);
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

/** Apart, so that what it returns keeps nothing else of the snapshots in memory. */
function changeCountsOf({ features }: FeatureSchema, changes: ChangeCounter): (at: Instant) => readonly ChangeCount[] {
  return (at) => {
    const counts = changes.counts(at);
    return features.flatMap(({ name, field, source }) => {
      const inputs = source.type === 'catalogue' ? source.inputs : [field];
      return counts
        .filter((count) => inputs.includes(count.field))
        .map((count) => ({ field: name, changes: count.changes, atOutcome: count.atOutcome, isTracked: true }));
    });
  };
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
