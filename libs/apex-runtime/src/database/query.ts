import type { FieldPath } from '../parse/ast.ts';
import { compareValues } from '../values/compare.ts';
import type { Value } from '../values/values.ts';
import type { DateRange } from './date-literals.ts';
import type { ObjectShape } from './schema.ts';

export type BoundCondition =
  | { kind: 'and'; parts: BoundCondition[] }
  | { kind: 'or'; parts: BoundCondition[] }
  | { kind: 'not'; part: BoundCondition }
  | { kind: 'compare'; path: string[]; operator: string; value: Value | Value[] | DateRange };

/** A query whose variables have values. */
export interface BoundQuery {
  object: ObjectShape;
  select: (FieldPath & { alias?: string })[];
  where: BoundCondition | null;
  groupBy: FieldPath[];
  orderBy: { field: FieldPath; descending: boolean; nullsLast: boolean }[];
  /** null = all. */
  limit: number | null;
  offset: number;
  allRows: boolean;
  mode: 'user' | 'system';
  /** Queries of child records, by the name of their list. */
  children?: { name: string; field: string; query: BoundQuery }[];
}

/** Which of two values comes first. Null does in both directions unless the query says otherwise (SOQL, ORDER BY). */
export function orderOf(
  left: Value,
  right: Value,
  { field, descending, nullsLast }: BoundQuery['orderBy'][number],
): number {
  if ((left === null) !== (right === null)) return (left === null) === nullsLast ? 1 : -1;
  // Ids differ by case.
  const isId = field.path.at(-1)?.toLowerCase() === 'id';
  const lower = (value: Value): Value => (typeof value === 'string' && !isId ? value.toLowerCase() : value);
  const order = compareValues(lower(left), lower(right));
  return descending ? -order : order;
}

/** The paths of all fields that a query reads. */
export function pathsOf(query: BoundQuery): string[][] {
  const paths = [
    ...query.select.map(({ path }) => path),
    ...query.groupBy.map(({ path }) => path),
    ...query.orderBy.map(({ field }) => field.path),
  ];
  const add = (condition: BoundCondition): void => {
    if (condition.kind === 'compare') paths.push(condition.path);
    else if (condition.kind === 'not') add(condition.part);
    else condition.parts.forEach(add);
  };
  if (query.where) add(query.where);
  return paths.filter(({ length }) => length > 0);
}
