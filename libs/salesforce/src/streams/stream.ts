import type { Instant } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import type { DescribedObject } from '../describe/describe-object.ts';
import type { OrgSchema } from '../describe/schema.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { Row } from '../query.ts';
import type { MetEmails } from './met-emails.ts';

/** What plans know of the org, shared by all streams of a source. */
export interface OrgView {
  readonly connection: SalesforceConnection;
  readonly schema: OrgSchema;
  readonly emails: MetEmails;
}

/** One object's road into the history. */
export interface Stream {
  /** The object's API name. */
  readonly name: string;
  /** Rows are read in its order, and from where it stood last. */
  readonly timeField: 'SystemModstamp' | 'CreatedDate';
  /** What to read from this org and how to turn it into records. */
  plan(org: OrgView): Promise<StreamPlan | MissingForStream>;
}

export interface StreamPlan {
  /** Select paths; the first is `Id`. */
  readonly fields: readonly string[];
  /** What the records depend on; when something is added to it, everything is read anew. */
  readonly basis: readonly string[];
  /** Only for reading from the beginning: rows that were never of interest. Later, a row may have become so. */
  readonly initialWhere: readonly string[];
  /** Fields that would be read if the user could. */
  readonly leftOut: readonly string[];
  /** Told when a round begins: its rows are as the org was then or later. */
  readonly roundFrom?: (startedAt: Instant) => void;
  /** @param initial while nothing older of these rows can be stored */
  records(rows: readonly Row[], initial: boolean): Promise<readonly HistoryRecord[]>;
}

/** Why a stream cannot be read at all. */
export interface MissingForStream {
  readonly missing: readonly string[];
}

export const isMissing = (plan: StreamPlan | MissingForStream): plan is MissingForStream => 'missing' in plan;

/**
 * Which of the fields are there: `required` ones must be, `optional` ones are missed if they are not, and `extra` ones
 * exist only in some orgs.
 */
export function choose(
  described: DescribedObject | undefined,
  object: string,
  required: readonly string[],
  optional: readonly string[],
  extra: readonly string[] = [],
): MissingForStream | Pick<StreamPlan, 'fields' | 'basis' | 'leftOut'> {
  if (!described) return { missing: [object] };
  const missing = required.filter((name) => !described.fields.has(name));
  if (missing.length > 0) return { missing: missing.map((name) => `${object}.${name}`) };
  const fields = [...required, ...[...optional, ...extra].filter((name) => described.fields.has(name))];
  const leftOut = optional.filter((name) => !described.fields.has(name)).map((name) => `${object}.${name}`);
  return { fields, basis: fields, leftOut };
}

export const isTrue = (value: Row[string]): boolean => value === true || value === 'true';
