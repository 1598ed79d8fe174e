import type { Query } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/field.ts';
import type { Condition, Leaf } from './condition.ts';
import type { Expression } from './expression.ts';
import { expressionOf } from './expression.ts';
import { meaningOf, unquoted } from './literal.ts';
import type { Bound, Literal } from './literal.ts';
import type { TimeRange } from './date-literal.ts';
import type { Scope } from './scope.ts';

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
  semiJoin(query: Query): Sql;
}

/** The condition as SQL that is 1 or 0, never null. @throws ApiError */
export function filterSql(condition: Condition, context: FilterContext): Sql {
  if (condition.kind === 'leaf') return leafSql(condition.leaf, context);
  if (condition.kind === 'not') {
    const { sql, params } = filterSql(condition.of, context);
    return { sql: `NOT coalesce(${sql}, 0)`, params };
  }
  const parts = condition.of.map((part) => filterSql(part, context));
  const word = condition.kind === 'and' ? ' AND ' : ' OR ';
  return { sql: `(${parts.map(({ sql }) => sql).join(word)})`, params: parts.flatMap(({ params }) => params) };
}

function leafSql(leaf: Leaf, context: FilterContext): Sql {
  const compared = expressionOf(context.scope, 'fn' in leaf ? leaf.fn : leaf.field);
  context.check(compared);
  if (!compared.field.filterable) {
    throw new ApiError(400, 'INVALID_FIELD', `field '${compared.field.name}' can not be filtered in a query call`);
  }
  const operator = leaf.operator.toUpperCase();
  if ('valueQuery' in leaf) return inQuery(compared, operator, context.semiJoin(leaf.valueQuery));
  const literals = literalsOf(leaf);
  if (operator === 'IN' || operator === 'NOT IN') return inList(compared, operator, literals, context.now);
  const [literal] = literals;
  if (!literal || literals.length > 1) throw malformedQuery('Expected one value');
  if (operator === 'LIKE') return likeSql(compared, literal);
  const comparison = comparisons[operator];
  if (!comparison) throw malformedQuery(`unexpected token: '${operator}'`);
  return comparison(compared, meaningOf(compared.field, literal, context.now));
}

function literalsOf(leaf: Exclude<Leaf, { valueQuery: Query }>): Literal[] {
  const texts = [leaf.value].flat();
  const types = [leaf.literalType ?? 'STRING'].flat();
  const counts = 'dateLiteralVariable' in leaf ? [leaf.dateLiteralVariable].flat() : [];
  return texts.map((text, index) => ({
    text,
    type: types[index] ?? types[0] ?? 'STRING',
    count: counts[index] ?? counts[0],
  }));
}

type Meaning = Bound | TimeRange;
const isRange = (meaning: Meaning): meaning is TimeRange => typeof meaning === 'object' && meaning !== null;

/** An end of a range as the field stores it. */
const bound = ({ type }: Field, at: number): string => new Date(at).toISOString().slice(0, type === 'date' ? 10 : 24);

/** Letters beyond ASCII compare without regard to case only through `fold`, which uses no index. */
const folds = ({ field }: Expression, value: Bound): boolean =>
  // eslint's control-character rule aside: anything outside ASCII.
  typeof value === 'string' && field.type !== 'date' && field.type !== 'datetime' && /[^\u0020-\u007e\s]/u.test(value);

function equals(compared: Expression, meaning: Meaning): Sql {
  const { sql, field } = compared;
  if (meaning === null) return { sql: `${sql} IS NULL`, params: [] };
  if (isRange(meaning)) {
    return { sql: `(${sql} >= ? AND ${sql} < ?)`, params: [bound(field, meaning.from), bound(field, meaning.to)] };
  }
  return { sql: folds(compared, meaning) ? `fold(${sql}) = fold(?)` : `${sql} = ?`, params: [meaning] };
}

function differs(compared: Expression, meaning: Meaning): Sql {
  if (meaning === null) return { sql: `${compared.sql} IS NOT NULL`, params: [] };
  const { sql, params } = equals(compared, meaning);
  return { sql: `(${compared.sql} IS NULL OR NOT ${sql})`, params };
}

/** `less` and its kin; with a range, before its start or from its end on. */
const ordered =
  (sign: '<' | '<=' | '>' | '>=') =>
  ({ sql, field }: Expression, meaning: Meaning): Sql => {
    if (meaning === null || field.type === 'boolean')
      throw malformedQuery(`invalid operator ${sign} on '${field.name}'`);
    if (!isRange(meaning)) return { sql: `${sql} ${sign} ?`, params: [meaning] };
    const atEnd = sign === '<=' || sign === '>';
    return {
      sql: `${sql} ${sign.startsWith('<') ? '<' : '>='} ?`,
      params: [bound(field, atEnd ? meaning.to : meaning.from)],
    };
  };

const comparisons: Readonly<Record<string, (compared: Expression, meaning: Meaning) => Sql>> = {
  '=': equals,
  '!=': differs,
  '<>': differs,
  '<': ordered('<'),
  '<=': ordered('<='),
  '>': ordered('>'),
  '>=': ordered('>='),
};

const textTypes: readonly Field['type'][] = ['string', 'textarea', 'picklist', 'email', 'phone', 'url'];

function likeSql(compared: Expression, literal: Literal): Sql {
  const { sql, field } = compared;
  if (!textTypes.includes(field.type) || literal.type !== 'STRING') {
    throw new ApiError(400, 'INVALID_FIELD', `invalid operator on ${field.type} field '${field.name}'`);
  }
  const pattern = unquoted(literal.text, true);
  const [left, right] = folds(compared, pattern) ? [`fold(${sql})`, 'fold(?)'] : [sql, '?'];
  return { sql: `${left} LIKE ${right} ESCAPE '\\'`, params: [pattern] };
}

function inList(compared: Expression, operator: string, literals: readonly Literal[], now: number): Sql {
  const { sql, field } = compared;
  const meanings = literals.map((literal) => meaningOf(field, literal, now));
  const ranges = meanings.filter(isRange);
  const values = meanings.filter((meaning): meaning is string | number => meaning !== null && !isRange(meaning));
  const folding = values.some((value) => folds(compared, value));
  const place = folding ? 'fold(?)' : '?';
  const parts: Sql[] = [
    ...ranges.map((range) => equals(compared, range)),
    ...(meanings.includes(null) ? [{ sql: `${sql} IS NULL`, params: [] }] : []),
    { sql: `${folding ? `fold(${sql})` : sql} IN (${values.map(() => place).join(', ')})`, params: values },
  ];
  const any = { sql: `(${parts.map((part) => part.sql).join(' OR ')})`, params: parts.flatMap(({ params }) => params) };
  return operator === 'IN' ? any : { sql: `NOT coalesce(${any.sql}, 0)`, params: any.params };
}

function inQuery({ sql, field }: Expression, operator: string, semiJoin: Sql): Sql {
  if (field.type !== 'id' && field.type !== 'reference') {
    throw malformedQuery(`The left operand '${field.name}' in an inner query must be an id or a reference`);
  }
  if (operator === 'IN') return { sql: `${sql} IN (${semiJoin.sql})`, params: semiJoin.params };
  if (operator === 'NOT IN')
    return { sql: `(${sql} IS NULL OR ${sql} NOT IN (${semiJoin.sql}))`, params: semiJoin.params };
  throw malformedQuery(`unexpected token: '${operator}'`);
}
