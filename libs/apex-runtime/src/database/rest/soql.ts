import type { FieldPath } from '../../parse/ast.ts';
import { isoDate } from '../../values/text.ts';
import { ApexDate, ApexDatetime, ApexDouble, type Value } from '../../values/values.ts';
import { isDateRange, type DateRange } from '../date-literals.ts';
import type { BoundCondition, BoundQuery } from '../query.ts';
import type { ObjectShape } from '../schema.ts';

/** A query whose variables have values, as the text that an org takes. */
export function soqlOf(query: BoundQuery, from = query.object.name): string {
  const { object, select, where, groupBy, orderBy, limit, offset, children = [] } = query;
  const fields = select.map((field) => `${fieldText(field)}${field.alias ? ` ${field.alias}` : ''}`);
  const lists = children.map((child) => `(${soqlOf(child.query, child.name)})`);
  return [
    `SELECT ${[...fields, ...lists].join(', ')} FROM ${from}`,
    ...(where ? [`WHERE ${conditionText(where, object)}`] : []),
    ...(groupBy.length > 0 ? [`GROUP BY ${groupBy.map(fieldText).join(', ')}`] : []),
    ...(orderBy.length > 0 ? [`ORDER BY ${orderBy.map(orderText).join(', ')}`] : []),
    ...(limit === null ? [] : [`LIMIT ${limit}`]),
    ...(offset === 0 ? [] : [`OFFSET ${offset}`]),
  ].join(' ');
}

const fieldText = ({ path, call }: FieldPath): string => (call ? `${call}(${path.join('.')})` : path.join('.'));

const orderText = ({ field, descending, nullsLast }: BoundQuery['orderBy'][number]): string =>
  `${fieldText(field)} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;

function conditionText(condition: BoundCondition, object: ObjectShape): string {
  if (condition.kind === 'not') return `(NOT ${conditionText(condition.part, object)})`;
  if (condition.kind !== 'compare') {
    const parts = condition.parts.map((part) => conditionText(part, object));
    return `(${parts.join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
  }
  const { path, operator, value } = condition;
  const name = path.join('.');
  if (isDateRange(value)) return rangeText(name, operator, value, object.field(name)?.display === 'DATE');
  if (!Array.isArray(value)) return `${name} ${operator} ${literalOf(value)}`;
  // SOQL has no empty list: nothing is among none, and everything with a value is not among none.
  const isIn = operator !== 'NOT IN';
  if (value.length === 0) return isIn ? '(Id = null)' : `${name} != null`;
  return `${name} ${isIn ? 'IN' : operator} (${value.map(literalOf).join(', ')})`;
}

/** A date literal is a span of days: `=` is within, `<` before and `>` after it (SOQL, Date Formats and Date Literals). */
function rangeText(name: string, operator: string, range: DateRange, isDate: boolean): string {
  const start = literalOf(isDate ? new ApexDate(range.startDay) : new ApexDatetime(range.startTime));
  const end = literalOf(isDate ? new ApexDate(range.endDay) : new ApexDatetime(range.endTime));
  if (operator === '=') return `(${name} >= ${start} AND ${name} < ${end})`;
  if (operator === '!=') return `(${name} < ${start} OR ${name} >= ${end})`;
  if (operator === '<=') return `${name} < ${end}`;
  return operator === '>' ? `${name} >= ${end}` : `${name} ${operator} ${start}`;
}

/** SOQL and SOSL Reference, Quoted String Escape Sequences and Date Formats. */
function literalOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string')
    return `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
  if (value instanceof ApexDate) return isoDate(value);
  if (value instanceof ApexDatetime) return new Date(value.time).toISOString();
  if (value instanceof ApexDouble) return String(value.value);
  return String(value);
}
