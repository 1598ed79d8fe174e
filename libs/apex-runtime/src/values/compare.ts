import { toDecimal } from '../types/conversions.ts';
import { ApexDecimal } from './decimal.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexList,
  ApexMap,
  ApexRecord,
  ApexSet,
  ApexTypeToken,
  type Value,
} from './values.ts';

const isNumeric = (value: Value): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDecimal || value instanceof ApexDouble;

/**
 * Whether two values are equal.
 * @param ignoreCase for texts, as the operator `==` does; keys of maps and `Assert.areEqual` compare exactly (known)
 */
export function isEqual(left: Value, right: Value, ignoreCase: boolean): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left === 'string' && typeof right === 'string') {
    return ignoreCase && left.toLowerCase() === right.toLowerCase();
  }
  if (isNumeric(left) && isNumeric(right)) return toDecimal(left).compare(toDecimal(right)) === 0;
  if (left instanceof ApexDatetime && right instanceof ApexDatetime) return left.time === right.time;
  if (left instanceof ApexDate && right instanceof ApexDate) return left.day === right.day;
  if (left instanceof ApexBlob && right instanceof ApexBlob) return left.text === right.text;
  if (left instanceof ApexTypeToken && right instanceof ApexTypeToken) return left.type === right.type;
  return isEqualCollection(left, right);
}

/** Apex Developer Guide, Expression Operators: `==` compares lists, sets, maps and records by their contents. */
function isEqualCollection(left: Value, right: Value): boolean {
  if (left instanceof ApexList && right instanceof ApexList) {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, place) => isEqual(item, right.items[place] as Value, false))
    );
  }
  if (left instanceof ApexSet && right instanceof ApexSet) {
    return left.items.size === right.items.size && [...left.items.keys()].every((key) => right.items.has(key));
  }
  if (left instanceof ApexMap && right instanceof ApexMap) {
    if (left.entries.size !== right.entries.size) return false;
    return [...left.entries].every(([key, [, value]]) => {
      const other = right.entries.get(key);
      return other !== undefined && isEqual(value, other[1], false);
    });
  }
  if (left instanceof ApexRecord && right instanceof ApexRecord) {
    if (left.type !== right.type || left.fields.size !== right.fields.size) return false;
    return [...left.fields].every(([name, value]) => isEqual(value, right.fields.get(name) ?? null, false));
  }
  return false;
}

/** The key of a value in a set or map: equal values have the same. */
export function keyOf(value: Value): unknown {
  if (typeof value === 'string') return `s${value}`;
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  if (value instanceof ApexDecimal || value instanceof ApexDouble) return `d${toDecimal(value).stripTrailingZeros()}`;
  if (value instanceof ApexDatetime) return `t${value.time}`;
  if (value instanceof ApexDate) return `y${value.day}`;
  if (value instanceof ApexRecord) {
    const fields = [...value.fields].sort(([left], [right]) => (left < right ? -1 : 1));
    return `r${value.type.name}(${fields.map(([name, field]) => `${name}=${String(keyOf(field))}`).join(',')})`;
  }
  if (value instanceof ApexList) return `l(${value.items.map((item) => String(keyOf(item))).join(',')})`;
  return value;
}

/** For `<` and sorting: negative, 0 or positive; null comes first. Texts compare without regard to case only for `<`. */
export function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : 1;
  if (typeof left === 'boolean') return left ? 1 : -1;
  if (left instanceof ApexDatetime && right instanceof ApexDatetime) return left.time - right.time;
  if (left instanceof ApexDate && right instanceof ApexDate) return left.day - right.day;
  if (isNumeric(left) && isNumeric(right)) return toDecimal(left).compare(toDecimal(right));
  return 0;
}
