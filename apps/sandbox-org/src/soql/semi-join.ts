import { malformedQuery } from '../org/api-error.ts';
import type { Field, SObject } from '../org/schema/field.ts';
import type { SqlFragment } from './filter.ts';
import { planQuery } from './plan-query.ts';
import type { PlannerContext } from './plan-query.ts';
import { atPosition } from './error-position.ts';
import type { Condition, Comparison, Query } from './syntax-tree.ts';

const MAX_SEMI_JOINS = 2;

/** Objects that an inner query cannot select from. */
const EXCLUDED_OBJECTS = ['Task', 'Event'];

/**
 * What the platform allows of inner queries in a WHERE: two at most, beside AND, none within another.
 * @throws ApiError MALFORMED_QUERY
 */
export function checkSemiJoins(where: Condition, isInner: boolean): void {
  const joins = findSemiJoins(where, false);
  const [first] = joins;
  if (first && isInner) throw semiJoinError(first.leaf, 'Nesting of semi join sub-selects is not supported');
  const inOr = joins.find(({ beneathOr }) => beneathOr);
  if (inOr) throw semiJoinError(inOr.leaf, "Semi join sub-selects are not allowed with the 'OR' operator");
  if (first && joins.length > MAX_SEMI_JOINS) {
    throw semiJoinError(first.leaf, `Maximum ${MAX_SEMI_JOINS} semi join sub-selects are allowed`);
  }
}

const semiJoinError = ({ left }: Comparison, message: string) => malformedQuery(message).atPosition(left.at);

function findSemiJoins(condition: Condition, beneathOr: boolean): { leaf: Comparison; beneathOr: boolean }[] {
  if (condition.kind === 'leaf') return condition.inner ? [{ leaf: condition, beneathOr }] : [];
  if (condition.kind === 'not') return findSemiJoins(condition.of, beneathOr);
  return condition.of.flatMap((part) => findSemiJoins(part, beneathOr || condition.kind === 'or'));
}

/** Objects whose ids a field holds. */
const referencedObjects = (object: SObject, field: Field): readonly string[] =>
  field.type === 'id' ? [object.name] : field.referenceTo;

/**
 * SQL of an inner query.
 * @param left the field that is looked for in it
 * @throws ApiError
 */
export function semiJoinSql(inner: Query, outer: SObject, left: Field, context: PlannerContext): SqlFragment {
  return atPosition(inner.from.at, () => {
    const plan = planQuery(inner, { ...context, isInner: true });
    const [column, ...others] = plan.columns;
    if (plan.aggregate || plan.children.length > 0 || plan.byType.length > 0 || !column || others.length > 0) {
      throw malformedQuery('Semi join sub-selects can only select one field');
    }
    checkFieldPair(plan.object, column.field, outer, left);
    if (plan.limit !== undefined || plan.offset > 0 || inner.orderBy.length > 0) {
      throw malformedQuery('ORDER BY, LIMIT and OFFSET are not allowed in semi join sub-selects');
    }
    // Empty references match nothing; in SQL one of them would empty a NOT IN.
    const filled = `${plan.where.sql === '' ? ' WHERE' : `${plan.where.sql} AND`} ${column.sql} IS NOT NULL`;
    // A sub-query's tables shadow the outer ones of the same alias.
    return { sql: `SELECT ${column.sql} FROM ${plan.from}${filled}`, params: plan.where.params };
  });
}

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
