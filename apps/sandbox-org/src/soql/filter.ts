import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/field.ts';
import type { Expression } from './expression.ts';
import { expressionOf } from './expression.ts';
import { meaningOf, unquoted } from './literal.ts';
import type { Bound } from './literal.ts';
import { placed } from './place.ts';
import type { TimeRange } from './date-literal.ts';
import type { Scope } from './scope.ts';
import { comparisonOperators } from './syntax.ts';
import type { Condition, Leaf, Literal, Query } from './syntax.ts';

/** SQL with the values to bind to its question marks, in order. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly Bound[];
}

export interface FilterContext {
  readonly scope: Scope;
  readonly now: number;
  /** Refuses what the clause does not compare. @throws ApiError */
  check(compared: Expression): void;
  /** SQL of `SELECT one field FROM …` inside IN. */
  semiJoin(query: Query, left: Expression): Sql;
}

/** The condition as SQL that is 1 or 0, or null for 0. @throws ApiError */
export function filterSql(condition: Condition, context: FilterContext): Sql {
  if (condition.kind === 'leaf') return leafSql(condition, context);
  if (condition.kind === 'not') {
    const { sql, params } = filterSql(condition.of, context);
    return { sql: `NOT coalesce(${sql}, 0)`, params };
  }
  const parts = condition.of.map((part) => filterSql(part, context));
  return {
    sql: joined(
      parts.map(({ sql }) => sql),
      condition.kind,
    ),
    params: parts.flatMap(({ params }) => params),
  };
}

/** A chain of conditions, bracketed as a tree: SQLite bears no long chain, which it reads as a deep one. */
function joined(parts: readonly string[], kind: 'and' | 'or'): string {
  if (parts.length < 2) return parts[0] ?? '';
  const half = parts.length >> 1;
  return `(${joined(parts.slice(0, half), kind)} ${kind.toUpperCase()} ${joined(parts.slice(half), kind)})`;
}

const leafSql = (leaf: Leaf, context: FilterContext): Sql =>
  placed(leaf.left.at, () => {
    const compared = expressionOf(context.scope, leaf.left);
    context.check(compared);
    const { field } = compared;
    if (!field.filterable) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`);
    }
    const { operator, values } = leaf;
    if (leaf.inner) return inQuery(compared, operator, leaf.inner, context);
    if (!operatorsOf(field).includes(operator)) throw invalidOperator(field);
    if (operator === 'INCLUDES' || operator === 'EXCLUDES') return includes(compared, operator, values, context.now);
    if (operator === 'IN' || operator === 'NOT IN') return inList(compared, operator, values, context.now);
    const [literal] = values as [Literal];
    if (operator === 'LIKE') return likeSql(compared, literal);
    return comparisons[operator](compared, meaningOf(field, literal, context.now));
  });

const typeWords: Readonly<Partial<Record<Field['type'], string>>> = { datetime: 'dateTime', reference: 'id' };

const invalidOperator = ({ type }: Field): ApiError =>
  new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${typeWords[type] ?? type} field`);

const everyOperator: readonly Leaf['operator'][] = [...comparisonOperators, 'LIKE', 'IN', 'NOT IN'];
const multipicklistOperators: readonly Leaf['operator'][] = ['=', '!=', '<>', 'INCLUDES', 'EXCLUDES'];

const operatorsOf = ({ type }: Field) => (type === 'multipicklist' ? multipicklistOperators : everyOperator);

type Meaning = Bound | TimeRange;
const isRange = (meaning: Meaning): meaning is TimeRange => typeof meaning === 'object' && meaning !== null;
/** A field is filled or empty: an empty text means the same as null. */
const isEmpty = (meaning: Meaning): meaning is '' | null => meaning === null || meaning === '';

/** An end of a range as the field stores it. */
const bound = ({ type }: Field, at: number): string => new Date(at).toISOString().slice(0, type === 'date' ? 10 : 24);

/** Letters beyond ASCII compare without regard to case only through `fold`, which uses no index. */
const folds = ({ field }: Expression, value: Bound): boolean =>
  typeof value === 'string' && field.type !== 'date' && field.type !== 'datetime' && /[^\u0020-\u007e\s]/u.test(value);

function equals(compared: Expression, meaning: Meaning): Sql {
  const { sql, field } = compared;
  if (isEmpty(meaning)) return { sql: `${sql} IS NULL`, params: [] };
  if (isRange(meaning)) {
    return { sql: `(${sql} >= ? AND ${sql} < ?)`, params: [bound(field, meaning.from), bound(field, meaning.to)] };
  }
  return { sql: folds(compared, meaning) ? `fold(${sql}) = fold(?)` : `${sql} = ?`, params: [meaning] };
}

function differs(compared: Expression, meaning: Meaning): Sql {
  if (isEmpty(meaning)) return { sql: `${compared.sql} IS NOT NULL`, params: [] };
  const { sql, params } = equals(compared, meaning);
  return { sql: `(${compared.sql} IS NULL OR NOT ${sql})`, params };
}

/** `less` and its kin; with a range, before its start or from its end on. */
const ordered =
  (sign: '<' | '<=' | '>' | '>=') =>
  ({ sql, field }: Expression, meaning: Meaning): Sql => {
    if (meaning === null || field.type === 'boolean') throw invalidOperator(field);
    if (!isRange(meaning)) return { sql: `${sql} ${sign} ?`, params: [meaning] };
    const atEnd = sign === '<=' || sign === '>';
    return {
      sql: `${sql} ${sign.startsWith('<') ? '<' : '>='} ?`,
      params: [bound(field, atEnd ? meaning.to : meaning.from)],
    };
  };

type Comparison = Exclude<Leaf['operator'], 'LIKE' | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES'>;

const comparisons: Readonly<Record<Comparison, (compared: Expression, meaning: Meaning) => Sql>> = {
  '=': equals,
  '!=': differs,
  '<>': differs,
  '<': ordered('<'),
  '<=': ordered('<='),
  '>': ordered('>'),
  '>=': ordered('>='),
};

const textTypes: readonly Field['type'][] = ['string', 'textarea', 'picklist', 'email', 'phone', 'url'];

function likeSql(compared: Expression, { kind, text, at }: Literal): Sql {
  const { sql, field } = compared;
  if (!textTypes.includes(field.type)) throw invalidOperator(field);
  if (kind === 'null') return equals(compared, null);
  if (kind !== 'string') throw invalidOperator(field).placedAt(at);
  const pattern = placed(at, () => unquoted(text, true));
  const [left, right] = folds(compared, pattern) ? [`fold(${sql})`, 'fold(?)'] : [sql, '?'];
  return { sql: `${left} LIKE ${right} ESCAPE '\\'`, params: [pattern] };
}

function inList(compared: Expression, operator: string, literals: readonly Literal[], now: number): Sql {
  const { sql, field } = compared;
  const meanings = literals.map((literal) => meaningOf(field, literal, now));
  const ranges = meanings.filter(isRange);
  const values = meanings.filter((meaning): meaning is string | number => !isEmpty(meaning) && !isRange(meaning));
  const folding = values.some((value) => folds(compared, value));
  const place = folding ? 'fold(?)' : '?';
  const parts: Sql[] = [
    ...ranges.map((range) => equals(compared, range)),
    ...(meanings.some(isEmpty) ? [{ sql: `${sql} IS NULL`, params: [] }] : []),
    { sql: `${folding ? `fold(${sql})` : sql} IN (${values.map(() => place).join(', ')})`, params: values },
  ];
  const any = {
    sql: joined(
      parts.map((part) => part.sql),
      'or',
    ),
    params: parts.flatMap(({ params }) => params),
  };
  return operator === 'IN' ? any : { sql: `NOT coalesce(${any.sql}, 0)`, params: any.params };
}

/** Any of the values; `a;b` in one of them stands for both together. */
function includes(compared: Expression, operator: string, literals: readonly Literal[], now: number): Sql {
  const { sql, field } = compared;
  const choices = literals.map((literal) => String(meaningOf(field, literal, now) ?? '').split(';'));
  const has = `instr(fold(';' || ${sql} || ';'), fold(';' || ? || ';')) > 0`;
  const all = (choice: readonly string[]): string =>
    joined(
      choice.map(() => has),
      'and',
    );
  const any = joined(choices.map(all), 'or');
  return { sql: `${operator === 'EXCLUDES' ? 'NOT ' : ''}coalesce(${any}, 0)`, params: choices.flat() };
}

function inQuery(left: Expression, operator: string, inner: Query, context: FilterContext): Sql {
  const { sql, field } = left;
  if (field.type !== 'id' && field.type !== 'reference') {
    throw malformedQuery(
      `The left operand field in the where expression for query with semijoin should be an id field, cannot use: '${field.name}'`,
    );
  }
  const semiJoin = context.semiJoin(inner, left);
  if (operator === 'IN') return { sql: `${sql} IN (${semiJoin.sql})`, params: semiJoin.params };
  return { sql: `(${sql} IS NULL OR ${sql} NOT IN (${semiJoin.sql}))`, params: semiJoin.params };
}
