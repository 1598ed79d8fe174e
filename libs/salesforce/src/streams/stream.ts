import type { Instant } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import type { DescribedObject } from '../describe/describe-object.ts';
import type { OrgSchema } from '../describe/org-schema.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { Row } from '../query/query.ts';
import type { EmailTaskIndex } from './email-task-index.ts';

/** What plans know of the org, shared by all streams of a source. */
export interface StreamContext {
  readonly connection: SalesforceConnection;
  readonly schema: OrgSchema;
  readonly emails: EmailTaskIndex;
}

/** One object's road into the history. */
export interface Stream {
  /** The object's API name. */
  readonly name: string;
  /** Rows are read in its order, and from where it stood last. */
  readonly timeField: 'SystemModstamp' | 'CreatedDate';
  /** What to read from this org and how to turn it into records. */
  plan(org: StreamContext): Promise<StreamPlan | MissingFields>;
}

export interface StreamPlan {
  /** Select paths; the first is `Id`. */
  readonly fields: readonly string[];
  /** What the records depend on; when something is added to it, everything is read anew. */
  readonly dependsOn: readonly string[];
  /** Only for reading from the beginning: rows that were never of interest. Later, a row may have become so. */
  readonly initialWhere: readonly string[];
  /** Fields that would be read if the user could. */
  readonly unreadable: readonly string[];
  /** Told when a round begins: its rows are as the org was then or later. */
  readonly onPassStart?: (startedAt: Instant) => void;
  /** @param initial while nothing older of these rows can be stored */
  records(rows: readonly Row[], initial: boolean): Promise<readonly HistoryRecord[]>;
}

/** Why a stream cannot be read at all. */
export interface MissingFields {
  readonly missing: readonly string[];
}

export const isMissing = (plan: StreamPlan | MissingFields): plan is MissingFields => 'missing' in plan;

/**
 * Which of the fields are there: `required` ones must be, `optional` ones are missed if they are not, and `extra` ones
 * exist only in some orgs.
 */
export function selectFields(
  described: DescribedObject | undefined,
  object: string,
  required: readonly string[],
  optional: readonly string[],
  extra: readonly string[] = [],
): MissingFields | Pick<StreamPlan, 'fields' | 'dependsOn' | 'unreadable'> {
  if (!described) return { missing: [object] };
  const missing = required.filter((name) => !described.fields.has(name));
  if (missing.length > 0) return { missing: missing.map((name) => `${object}.${name}`) };
  const fields = [...required, ...[...optional, ...extra].filter((name) => described.fields.has(name))];
  const leftOut = optional.filter((name) => !described.fields.has(name)).map((name) => `${object}.${name}`);
  return { fields, dependsOn: fields, unreadable: leftOut };
}

export const isTrue = (value: Row[string]): boolean => value === true || value === 'true';
