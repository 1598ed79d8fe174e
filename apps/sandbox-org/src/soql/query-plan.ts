import type { DatabaseSync } from 'node:sqlite';
import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import type { FieldResolver } from './field-resolver.ts';
import type { SqlFragment } from './sql-fragment.ts';
import type { UserClock } from './user-clock.ts';
import type { Query } from './syntax-tree.ts';

export interface QueryPlan {
  readonly object: SObject;
  readonly aggregate: boolean;
  /** `SELECT COUNT() FROM …`: the result is only a number. */
  readonly countOnly: boolean;
  readonly columns: readonly Column[];
  readonly parents: readonly ParentPlan[];
  readonly children: readonly ChildPlan[];
  readonly typeofs: readonly TypeofPlan[];
  /** The selected SQL: the record's key (NULL for aggregates), the columns, the parents' keys, the references of TYPEOF. */
  readonly expressions: readonly string[];
  readonly from: string;
  readonly where: SqlFragment;
  readonly groupByHaving: SqlFragment;
  readonly orderBy: SqlFragment;
  readonly limit: number | undefined;
  readonly offset: number;
}

export interface Column {
  /** Relationships from the root to the record with the value. */
  readonly path: readonly string[];
  readonly name: string;
  readonly field: Field;
  readonly sql: string;
}

/** A parent record with selected columns. */
export interface ParentPlan {
  readonly path: readonly string[];
  /** Its type in the result: `Name` for a polymorphic relationship. */
  readonly type: string;
  /** Index of its key in `QueryPlan.expressions`. */
  readonly index: number;
  readonly sql: string;
  /** The name of the object that a record id belongs to. */
  objectOf(id: string): string;
}

/** A child query, e.g. `(SELECT Id FROM Tasks)`. */
export interface ChildPlan {
  readonly name: string;
  readonly query: Query;
  readonly child: SObject;
  readonly foreignKey: Field;
}

/** A TYPEOF item: the selected fields depend on the object of the record behind a reference. */
export interface TypeofPlan {
  readonly name: string;
  readonly sql: string;
  /** Fields by object; a record of any other object has only `attributes`. */
  readonly fields: ReadonlyMap<SObject, readonly Field[]>;
}

export interface PlannerContext {
  readonly db: DatabaseSync;
  readonly schema: Schema;
  /** Of the current user. */
  readonly clock: UserClock;
  /** The current user, for `USING SCOPE mine`. */
  readonly userId: string;
  /** Includes deleted records (`queryAll`). */
  readonly withDeleted: boolean;
  /** The query is inside IN. */
  readonly isInner?: boolean;
  /** The query is in the SELECT list of another. */
  readonly isChild?: boolean;
}

export interface PlannerInput {
  readonly context: PlannerContext;
  readonly fields: FieldResolver;
  readonly query: Query;
  readonly aggregate: boolean;
}
