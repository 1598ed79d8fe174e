import { malformedQuery } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import { atPosition } from './error-position.ts';
import type { QueryPlan } from './query-plan.ts';
import type { SqlFragment } from './sql-fragment.ts';
import type { Comparison, Condition, Query } from './syntax-tree.ts';

const MAX_SEMI_JOINS = 2;

/** Objects that an inner query cannot select from. */
const EXCLUDED_OBJECTS = ['Task', 'Event'];

/**
 * Checks the platform's rules for inner queries in a WHERE: at most two, joined by AND, not nested.
 * @throws ApiError MALFORMED_QUERY
 */
export function checkSemiJoins(where: Condition, isInner: boolean): void {
  const joins = findSemiJoins(where, false);
  const [first] = joins;
  if (first && isInner) throw semiJoinError(first.comparison, 'Nesting of semi join sub-selects is not supported');
  const inOr = joins.find(({ underOr }) => underOr);
  if (inOr) throw semiJoinError(inOr.comparison, "Semi join sub-selects are not allowed with the 'OR' operator");
  if (first && joins.length > MAX_SEMI_JOINS) {
    throw semiJoinError(first.comparison, `Maximum ${MAX_SEMI_JOINS} semi join sub-selects are allowed`);
  }
}

const semiJoinError = ({ left }: Comparison, message: string) => malformedQuery(message).atPosition(left.at);

function findSemiJoins(condition: Condition, underOr: boolean): { comparison: Comparison; underOr: boolean }[] {
  if (condition.kind === 'comparison') return condition.inner ? [{ comparison: condition, underOr }] : [];
  if (condition.kind === 'not') return findSemiJoins(condition.of, underOr);
  return condition.of.flatMap((part) => findSemiJoins(part, underOr || condition.kind === 'or'));
}

const referencedObjects = (object: SObject, field: Field): readonly string[] =>
  field.type === 'id' ? [object.name] : field.referenceTo;

/**
 * SQL of an inner query, to follow IN.
 * @param plan plans the inner query
 * @param left the field before IN
 * @throws ApiError
 */
export const semiJoinSql = (inner: Query, plan: () => QueryPlan, outer: SObject, left: Field): SqlFragment =>
  atPosition(inner.from.at, () => {
    const { object, aggregate, columns, children, typeofs, limit, offset, from, where } = plan();
    const [column, ...others] = columns;
    if (aggregate || children.length > 0 || typeofs.length > 0 || !column || others.length > 0) {
      throw malformedQuery('Semi join sub-selects can only select one field');
    }
    checkFieldPair(object, column.field, outer, left);
    if (limit !== undefined || offset > 0 || inner.orderBy.length > 0) {
      throw malformedQuery('ORDER BY, LIMIT and OFFSET are not allowed in semi join sub-selects');
    }
    // Empty references match nothing, but in SQL a single null makes NOT IN match nothing.
    const notNull = `${where.sql === '' ? ' WHERE' : `${where.sql} AND`} ${column.sql} IS NOT NULL`;
    // The inner tables may reuse the outer aliases: SQL resolves them to the inner query.
    return { sql: `SELECT ${column.sql} FROM ${from}${notNull}`, params: where.params };
  });

function checkFieldPair(object: SObject, selected: Field, outer: SObject, left: Field): void {
  if (EXCLUDED_OBJECTS.includes(object.name)) {
    throw malformedQuery(`Entity '${object.name}' is not supported for semi join inner selects`);
  }
  if (object.name === outer.name) {
    throw malformedQuery('The inner and outer selects should not be on the same object type');
  }
  if (selected.type !== 'id' && selected.type !== 'reference') {
    throw malformedQuery(`Semi join sub-selects can only query id fields, cannot use: '${selected.name}'`);
  }
  const targets = referencedObjects(outer, left);
  if (!referencedObjects(object, selected).some((target) => targets.includes(target))) {
    throw malformedQuery(
      `The selected field '${selected.name}' in the subquery and the left operand field in the where expression in the ` +
        `outer query '${left.name}' should point to the same object type`,
    );
  }
}
