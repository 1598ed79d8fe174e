import { ApexDecimal } from '../values/decimal.ts';
import { toId18 } from '../values/ids.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnum,
  ApexList,
  ApexMap,
  ApexObject,
  ApexRecord,
  ApexSet,
  ApexTypeToken,
  type Value,
} from '../values/values.ts';
import { T } from './builtin.ts';
import type { Type } from './type.ts';

/** Apex Developer Guide, Rules of Conversion: a number converts without a cast to a type further right. */
const NUMBERS = [T.Integer, T.Long, T.Double, T.Decimal];
/** Farther than any other conversion, so that a specific overload is preferred (aer-dist#97). */
const TO_OBJECT = 50;

export const isNumber = (type: Type): boolean => NUMBERS.includes(type);
export const isText = (type: Type): boolean => type === T.String || type === T.Id;

/** How far an implicit conversion is; 0 = the same type, null = there is none. */
export function distance(from: Type, to: Type): number | null {
  if (from === to) return 0;
  if (to === T.void || from === T.void) return null;
  if (from === T.null) return to === T.Object ? 1 : 0;
  if (to === T.Object) return TO_OBJECT;
  if (isNumber(from) && isNumber(to)) {
    const step = NUMBERS.indexOf(to) - NUMBERS.indexOf(from);
    if (step > 0) return step;
    // A literal with a point is a Decimal and may be given to a Double. Unverified for variables.
    return from === T.Decimal && to === T.Double ? 5 : null;
  }
  if (from === T.Id && to === T.String) return 1;
  if (from === T.String && to === T.Id) return 2;
  if (from === T.Date && to === T.Datetime) return 2;
  if (from.kind === 'record' && to === T.SObject) return 1;
  if (from.kind === to.kind && ['list', 'set', 'map'].includes(from.kind)) return collectionDistance(from, to);
  return inheritance(from, to);
}

function inheritance(from: Type, to: Type): number | null {
  if (from === to) return 0;
  let best: number | null = null;
  for (const parent of from.parents()) {
    const depth = inheritance(parent, to);
    if (depth !== null && (best === null || depth + 1 < best)) best = depth + 1;
  }
  return best;
}

/** Lists convert with their items; maps and sets only between kinds of records, and between Id and String. Unverified. */
function collectionDistance(from: Type, to: Type): number | null {
  let total = 1;
  for (const [place, arg] of from.args.entries()) {
    const other = to.args[place] as Type;
    const records = arg.kind === 'record' && other.kind === 'record' && (arg === T.SObject || other === T.SObject);
    const texts = isText(arg) && isText(other);
    if (arg === other || records || texts) continue;
    if (from.kind !== 'list' || isNumber(arg) !== isNumber(other)) {
      if (!(from.kind === 'list' && other === T.Object)) return null;
    }
    const step = distance(arg, other);
    if (step === null) return null;
    total += step;
  }
  return total;
}

/** A function that changes values of one type into another; null if values stay as they are. */
export function converter(from: Type, to: Type): ((value: Value) => Value) | null {
  if (from === to || from === T.null) return null;
  if (isNumber(to) && isNumber(from)) return (value) => toNumberType(value, to);
  if (from === T.Date && to === T.Datetime) {
    return (value) => (value === null ? null : new ApexDatetime((value as ApexDate).day * 86_400_000));
  }
  return null;
}

/** A number as a number of another type; null stays null. */
export function toNumberType(value: Value, to: Type): Value {
  if (value === null) return null;
  if (to === T.Decimal) return toDecimal(value);
  if (to === T.Double) return value instanceof ApexDouble ? value : new ApexDouble(toDecimal(value).toNumber());
  if (to === T.Long) return toDecimal(value).toBigInt();
  return Number(BigInt.asIntN(32, toDecimal(value).toBigInt()));
}

export function toDecimal(value: Value): ApexDecimal {
  if (value instanceof ApexDecimal) return value;
  if (value instanceof ApexDouble) return ApexDecimal.fromNumber(value.value);
  return ApexDecimal.of(value as number | bigint);
}

export function typeOfValue(value: Value): Type {
  if (value === null) return T.null;
  if (typeof value === 'string') return T.String;
  if (typeof value === 'boolean') return T.Boolean;
  if (typeof value === 'number') return T.Integer;
  if (typeof value === 'bigint') return T.Long;
  if (value instanceof ApexDecimal) return T.Decimal;
  if (value instanceof ApexDouble) return T.Double;
  if (value instanceof ApexDate) return T.Date;
  if (value instanceof ApexDatetime) return T.Datetime;
  if (value instanceof ApexBlob) return T.Blob;
  if (value instanceof ApexTypeToken) return T.Type;
  return value.type;
}

export function isInstance(value: Value, type: Type): boolean {
  if (value === null) return false;
  if (type === T.Object) return true;
  // A text that has the form of an id is one (aer-dist: `instanceof Id` tests the form).
  if (type === T.Id) return typeof value === 'string' && toId18(value) !== null;
  if (typeof value === 'string') return type === T.String;
  // A Decimal is a Double too, and an Integer a Long. Unverified for Integer and Long.
  if (value instanceof ApexDecimal) return type === T.Decimal || type === T.Double;
  const own = typeOfValue(value);
  if (own === type) return true;
  if (value instanceof ApexRecord) return type === T.SObject;
  if (value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap) {
    return distance(own, type) !== null;
  }
  return (value instanceof ApexObject || value instanceof ApexEnum) && own.inherits(type);
}
