import type { ApexDecimal } from '../values/decimal.ts';
import type { DmlOperation } from '../parse/ast.ts';
import type { ApexDatetime, ApexRecord, Value } from '../values/values.ts';
import type { BoundQuery } from './query.ts';
import type { FieldShape, ObjectShape } from './schema.ts';

export interface RowError {
  /** A name of StatusCode. */
  status: string;
  message: string;
  fields: string[];
}

export interface RowResult {
  id: string | null;
  error: RowError | null;
  /** Of an upsert: whether the record is new. */
  isCreated?: boolean;
}

/** The records that a lead became. */
export interface ConvertedLead extends RowResult {
  accountId?: string;
  contactId?: string;
  opportunityId?: string | null;
}

export interface ObjectRights {
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
}

/** The rights of the running user. */
export interface Rights {
  object(shape: ObjectShape): ObjectRights;
  field(shape: ObjectShape, field: FieldShape): { read: boolean; edit: boolean };
  /** Whether a permission set of the user contains the custom permission; absent = none does. */
  customPermission?(name: string): boolean;
}

/** User mode checks rights and sharing; system mode only sharing, if `sharing` is set. */
export interface Access {
  mode: 'user' | 'system';
  sharing: boolean;
}

export interface SaveOptions extends Access {
  allowDuplicates: boolean;
}

/** A database rejects a query. In Apex it is a QueryException with the same message. */
export class QueryRejection extends Error {}

/** Evaluates queries where the records are, for a database that is too large to be read as a whole. */
export interface QueryEngine {
  /** Matching rows with the selected fields. */
  rows(query: BoundQuery, access: Access): ApexRecord[];
  count(query: BoundQuery, access: Access): number;
  /** Rows of a query with functions or groups: values by lower-case alias, `expr0`… without one. */
  groups(query: BoundQuery, access: Access): Map<string, Value>[];
}

/** How much an org may use of something, and how much it has used. */
export interface OrgLimit {
  readonly limit: number;
  readonly used: number;
}

/** The records of an org, the running user and their rights. Triggers, limits and transactions are the runtime's. */
export interface Database {
  userId(): string;
  useUser(id: string): void;
  /** A field of the running user, by lower-case name. */
  userField(name: string): Value;
  /** As in `en_US`. */
  userLanguage(): string;
  /** As in `en-US`. */
  userLocale(): string;
  userTimeZone(): string;
  /** The user whom platform event triggers run as. */
  eventUserId(): string;
  rights(): Rights;
  /** Matching rows with all their fields, in the order and number that the query asks for. */
  find(query: BoundQuery, access: Access): ApexRecord[];
  /** What evaluates queries on an object; null or absent = the runtime does, on what `find` returns. */
  engine?(object: ObjectShape): QueryEngine | null;
  /** The row with all its fields, without regard to rights; null if it is absent or deleted. */
  get(shape: ObjectShape, id: string): ApexRecord | null;
  /** Saves one row. An insert gets its id in the result. */
  save(operation: DmlOperation, record: ApexRecord, options: SaveOptions): RowResult;
  /**
   * Removes a deleted row from the recycle bin; absent = it cannot be emptied here.
   * @returns false if the row is not in the recycle bin
   */
  purge?(shape: ObjectShape, id: string): boolean;
  convertLead(leadId: string, status: string, withOpportunity?: boolean): ConvertedLead;
  savepoint(): unknown;
  rollback(savepoint: unknown): void;
  customMetadata(objectName: string): ApexRecord[];
  /** By the names of the REST resource Limits, such as `DailyApiRequests`. */
  orgLimits(): ReadonlyMap<string, OrgLimit>;
  /** Units of a currency for one of the corporate currency; null if the org has no such currency. */
  currencyRate(code: string): ApexDecimal | null;
  /** @returns the id of the scheduled job; null if the org may schedule no further one */
  schedule(name: string, expression: string, className: string): string | null;
  abortJob(id: string): void;
  setCreatedDate(id: string, created: ApexDatetime): void;
}
