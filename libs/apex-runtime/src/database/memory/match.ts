import { compareValues, isEqual } from '../../values/compare.ts';
import { ApexDate, ApexDatetime, type ApexRecord, type Value } from '../../values/values.ts';
import { isDateRange, type DateRange } from '../date-literals.ts';
import type { BoundCondition } from '../query.ts';

type Read = (row: ApexRecord, path: string[]) => Value;

/** Whether a row meets a condition. Texts are compared without regard to case (SOQL, Comparison Operators). */
export function matches(condition: BoundCondition, row: ApexRecord, read: Read): boolean {
  if (condition.kind === 'not') return !matches(condition.part, row, read);
  if (condition.kind === 'and') return condition.parts.every((part) => matches(part, row, read));
  if (condition.kind === 'or') return condition.parts.some((part) => matches(part, row, read));
  return compare(read(row, condition.path), condition.operator, condition.value);
}

function compare(left: Value, operator: string, right: Value | Value[] | DateRange): boolean {
  if (isDateRange(right)) return compareWithRange(left, operator, right);
  if (operator === 'IN') return isAmong(left, asList(right));
  if (operator === 'NOT IN') return left !== null && !isAmong(left, asList(right));
  if (Array.isArray(right)) throw new Error(`${operator} with a list`);
  if (operator === '=') return isEqual(left, right, true);
  if (operator === '!=') return !isEqual(left, right, true);
  if (operator === 'LIKE') return typeof left === 'string' && typeof right === 'string' && like(left, right);
  if (left === null || right === null) return false;
  const order = compareValues(lower(left), lower(right));
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  throw new Error(`the operator ${operator} of SOQL is not supported`);
}

/** A date literal is a span of days: `=` is within, `<` before and `>` after it (SOQL, Date Formats and Date Literals). */
function compareWithRange(left: Value, operator: string, range: DateRange): boolean {
  if (!(left instanceof ApexDate || left instanceof ApexDatetime)) return false;
  const [place, start, end] =
    left instanceof ApexDate ? [left.day, range.startDay, range.endDay] : [left.time, range.startTime, range.endTime];
  const isWithin = place >= start && place < end;
  if (operator === '=') return isWithin;
  if (operator === '!=') return !isWithin;
  if (operator === '<') return place < start;
  if (operator === '<=') return place < end;
  return operator === '>' ? place >= end : place >= start;
}

const sets = new WeakMap<Value[], Set<Value>>();

/** Lists of ids are long and the same for every row of a query. */
function isAmong(left: Value, items: Value[]): boolean {
  const known = sets.get(items) ?? new Set(items.map(lower));
  sets.set(items, known);
  return known.has(lower(left)) || (typeof left !== 'string' && items.some((item) => isEqual(left, item, true)));
}

const asList = (value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);
const lower = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

/** `%` stands for any text and `_` for one character, unless a backslash precedes them. */
function like(text: string, pattern: string): boolean {
  const source = pattern.replace(
    /\\(.)|([%_])|([^\\%_]+)/g,
    (_whole, escaped: string | undefined, wild: string | undefined, plain: string) => {
      if (wild) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]';
      return (escaped ?? plain).replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
    },
  );
  return new RegExp(`^${source}$`, 'i').test(text);
}

export type { Read };
