import type { Schema } from '../org/schema/schema.ts';
import { keyColumn } from '../org/tables.ts';
import type { Column } from './plan-query.ts';
import { isPolymorphic } from './polymorphic.ts';
import type { FieldResolver } from './field-resolver.ts';

/** A parent record that columns come from. */
export interface ParentPlan {
  readonly path: readonly string[];
  /** Its type as answered: `Name` where it may be of several objects. */
  readonly type: string;
  /** Place of its key among the columns of the SQL. */
  readonly at: number;
  /** SQL of its key. */
  readonly sql: string;
  /** The object of the record with this id. */
  objectOf(id: string): string;
}

const pathPrefixes = (path: readonly string[]): (readonly [string, readonly string[]])[] =>
  path.map((_, index) => [path.slice(0, index + 1).join('.'), path.slice(0, index + 1)] as const);

/** Every parent on the way to a column, each once; their keys stand after key and columns in the SQL. */
export function planParents(scope: FieldResolver, schema: Schema, columns: readonly Column[]): ParentPlan[] {
  const paths = [...new Map(columns.flatMap(({ path }) => pathPrefixes(path))).values()];
  return paths.map((path, index) => planParent(scope, schema, path, 1 + columns.length + index));
}

function planParent(scope: FieldResolver, schema: Schema, path: readonly string[], at: number): ParentPlan {
  let object = scope.root;
  for (const step of path) {
    const reference = schema.findParent(object, step);
    if (reference && isPolymorphic(reference)) {
      const objectOf = (id: string): string => schema.findByKeyPrefix(id.slice(0, 3))?.name ?? 'Name';
      return { path, type: 'Name', at, objectOf, sql: scope.resolve([...path, 'Id'].join('.')).sql };
    }
    object = schema.findObject(reference?.referenceTo[0] ?? '') ?? object;
  }
  const { name } = object;
  return { path, type: name, at, objectOf: () => name, sql: scope.resolve([...path, keyColumn(object)].join('.')).sql };
}
