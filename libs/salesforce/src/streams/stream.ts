import type { Instant } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { DescribedObject } from '../describe/describe-object.ts';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { OrgSchema } from '../describe/org-schema.ts';
import type { Row } from '../query/query.ts';
import type { EmailTaskIndex } from './email-task-index.ts';

/** What all streams of a source share. */
export interface StreamContext {
  readonly connection: SalesforceConnection;
  readonly schema: OrgSchema;
  readonly emails: EmailTaskIndex;
}

/** How the rows of one object become history records. */
export interface Stream<Stored = HistoryRecord> {
  /** The object's API name, unless `object` has it. */
  readonly name: string;
  /** Set where two streams read one object. */
  readonly object?: string;
  /** Rows are read in the order of this field, and incrementally by it. */
  readonly timeField: 'SystemModstamp' | 'CreatedDate';
  /** What to read from this org and how to convert it to records. */
  plan(context: StreamContext): Promise<StreamPlan<Stored> | MissingFields>;
}

export interface StreamPlan<Stored = HistoryRecord> {
  /** Select paths; the first is `Id`. */
  readonly fields: readonly string[];
  /** What the records depend on. Everything is read again when something is added to it. */
  readonly dependsOn: readonly string[];
  /** Only for reading from the beginning, where no earlier version of the excluded rows can be stored. */
  readonly initialWhere: readonly string[];
  /** Fields that would be read if the user were allowed to. */
  readonly unreadable: readonly string[];
  /** Called when a pass starts: its rows show the org as it was then or later. */
  readonly onPassStart?: (startedAt: Instant) => void;
  /** @param initial whether no earlier version of these rows can be stored */
  records(rows: readonly Row[], initial: boolean): Promise<readonly Stored[]>;
}

/** Why a stream cannot be read at all. */
export interface MissingFields {
  readonly missing: readonly string[];
}

export const isMissing = <Stored>(plan: StreamPlan<Stored> | MissingFields): plan is MissingFields => 'missing' in plan;

/**
 * The fields to read: `required` ones must exist, `optional` ones are reported if they do not, and `extra` ones exist only
 * in some orgs.
 */
export function selectFields(
  described: DescribedObject | undefined,
  object: string,
  required: readonly string[],
  optional: readonly string[] = [],
  extra: readonly string[] = [],
): MissingFields | Pick<StreamPlan, 'fields' | 'dependsOn' | 'unreadable'> {
  if (!described) return { missing: [object] };
  const missing = required.filter((name) => !described.fields.has(name));
  if (missing.length > 0) return { missing: missing.map((name) => `${object}.${name}`) };
  const fields = [...required, ...[...optional, ...extra].filter((name) => described.fields.has(name))];
  const unreadable = optional.filter((name) => !described.fields.has(name)).map((name) => `${object}.${name}`);
  return { fields, dependsOn: fields, unreadable };
}

/** A stream whose rows are converted one by one, without the fields of other objects. */
export const defineStream = ({
  name,
  required,
  optional,
  extra,
  initialWhere = [],
  toRecord,
}: {
  readonly name: string;
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  readonly extra?: readonly string[];
  readonly initialWhere?: readonly string[];
  readonly toRecord: (row: Row, initial: boolean) => HistoryRecord | undefined;
}): Stream => ({
  name,
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const selected = selectFields(await schema.find(name), name, required, optional, extra);
    if ('missing' in selected) return selected;
    return {
      ...selected,
      initialWhere,
      records: async (rows, initial) => rows.flatMap((row) => toRecord(row, initial) ?? []),
    };
  },
});

export const isTrue = (value: Row[string]): boolean => value === true || value === 'true';

/** What every record has; undefined where the row lacks one of these. */
export function parseVersion(row: Row) {
  const [id, createdAt, changedAt] = [
    toTextOrNull(row.Id),
    parseInstant(row.CreatedDate),
    parseInstant(row.SystemModstamp),
  ];
  if (id === null || createdAt === null || changedAt === null) return undefined;
  return { id, createdAt, changedAt, deleted: isTrue(row.IsDeleted) };
}
