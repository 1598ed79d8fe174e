import type { Vm } from '../run/vm.ts';
import { T } from '../types/builtin.ts';
import { toDecimal, toNumberType } from '../types/conversions.ts';
import { ApexDecimal, type RoundingMode } from '../values/decimal.ts';
import { ApexDouble, type ApexEnum, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

function parseNumber(vm: Vm, text: Value, type: 'Integer' | 'Long' | 'Decimal' | 'Double'): Value {
  if (text === null) throw vm.nullPointer();
  if (typeof text !== 'string') return toNumberType(text, T[type]);
  const decimal = ApexDecimal.parse(text);
  const isWhole = /^[+-]?\d+$/.test(text);
  if (!decimal || ((type === 'Integer' || type === 'Long') && !isWhole)) {
    throw vm.error('TypeException', `Invalid ${type.toLowerCase()}: ${text}`);
  }
  return toNumberType(decimal, T[type]);
}

const formats = new Map<string, Intl.NumberFormat>();

/** At most three decimals, grouped as in the user's locale (Apex Reference Guide, Decimal.format). */
function format(vm: Vm, value: Value): string {
  const locale = vm.ports.database.userLocale();
  const known = formats.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  formats.set(locale, known);
  return known.format(toDecimal(value).toNumber());
}

const modulus = (vm: Vm, left: bigint | number, right: bigint | number): Value => {
  if (Number(right) === 0) throw vm.error('MathException', 'Divide by 0');
  return typeof left === 'bigint' || typeof right === 'bigint' ? BigInt(left) % BigInt(right) : left % right;
};

const smaller = (left: Value, right: Value): Value => (toDecimal(left).compare(toDecimal(right)) <= 0 ? left : right);
const larger = (left: Value, right: Value): Value => (toDecimal(left).compare(toDecimal(right)) >= 0 ? left : right);

const absolute = (value: Value): Value => {
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'bigint') return value < 0n ? -value : value;
  if (value instanceof ApexDouble) return new ApexDouble(Math.abs(value.value));
  const decimal = value as ApexDecimal;
  return decimal.unscaled < 0n ? decimal.negate() : decimal;
};

const overloads = (name: string, count: number): string =>
  ['Integer', 'Long', 'Double', 'Decimal']
    .map((type) => `static ${type} ${name}(${new Array(count).fill(type).join(',')})`)
    .join('\n');

/** Apex Reference Guide: Integer, Long, Double, Decimal, Boolean, Math. */
export const numbers: Library = {
  signatures: `
    enum RoundingMode CEILING, DOWN, FLOOR, HALF_DOWN, HALF_EVEN, HALF_UP, UNNECESSARY, UP
    class Integer
    static Integer valueOf(Object)
    String format()
    class Long
    static Long valueOf(String)
    Integer intValue()
    String format()
    class Double
    static Double valueOf(Object)
    Integer intValue()
    Long longValue()
    String format()
    class Decimal
    static Decimal valueOf(String)
    static Decimal valueOf(Double)
    static Decimal valueOf(Long)
    Decimal abs()
    Decimal divide(Decimal,Integer)
    Double doubleValue()
    String format()
    Integer intValue()
    Long longValue()
    Long round()
    Integer scale()
    Decimal setScale(Integer)
    Decimal setScale(Integer,RoundingMode)
    Decimal stripTrailingZeros()
    String toPlainString()
    class Boolean
    static Boolean valueOf(Object)
    class Math
    ${overloads('min', 2)}
    ${overloads('max', 2)}
    ${overloads('abs', 1)}
    static Integer mod(Integer,Integer)
    static Long mod(Long,Long)
    static Long round(Decimal)
    static Integer round(Double)
    static Decimal floor(Decimal)
    static Decimal ceil(Decimal)
    static Double sqrt(Double)
    static Double pow(Double,Double)
    static Double random()`,
  code: {
    'Integer.valueOf': (vm, _self, value) => parseNumber(vm, value, 'Integer'),
    'Integer.format': format,
    'Long.valueOf': (vm, _self, text) => parseNumber(vm, text, 'Long'),
    'Long.intValue': (_vm, self) => toNumberType(self, T.Integer),
    'Long.format': format,
    'Double.valueOf': (vm, _self, value) => parseNumber(vm, value, 'Double'),
    'Double.intValue': (_vm, self) => toNumberType(self, T.Integer),
    'Double.longValue': (_vm, self) => toNumberType(self, T.Long),
    'Double.format': format,
    'Decimal.valueOf': (vm, _self, value) => parseNumber(vm, value, 'Decimal'),
    'Decimal.abs': (_vm, self) => absolute(self),
    'Decimal.divide': (vm, self: ApexDecimal, other: ApexDecimal, scale: number) => {
      const quotient = self.divide(other);
      if (!quotient) throw vm.error('MathException', 'Divide by 0');
      return quotient.setScale(scale);
    },
    'Decimal.doubleValue': (_vm, self) => toNumberType(self, T.Double),
    'Decimal.format': format,
    'Decimal.intValue': (_vm, self) => toNumberType(self, T.Integer),
    'Decimal.longValue': (_vm, self) => toNumberType(self, T.Long),
    'Decimal.round': (_vm, self: ApexDecimal) => self.setScale(0, 'HALF_EVEN').toBigInt(),
    'Decimal.scale': (_vm, self: ApexDecimal) => self.scale,
    'Decimal.setScale': (_vm, self: ApexDecimal, scale: number, mode?: ApexEnum) =>
      self.setScale(scale, (mode?.name as RoundingMode | undefined) ?? 'HALF_EVEN'),
    'Decimal.stripTrailingZeros': (_vm, self: ApexDecimal) => self.stripTrailingZeros(),
    'Decimal.toPlainString': (_vm, self: ApexDecimal) => self.toString(),
    'Boolean.valueOf': (_vm, _self, value) => String(value).toLowerCase() === 'true',
    'Math.min': (vm, _self, left, right) => {
      if (left === null || right === null) throw vm.nullPointer();
      return smaller(left, right);
    },
    'Math.max': (vm, _self, left, right) => {
      if (left === null || right === null) throw vm.nullPointer();
      return larger(left, right);
    },
    'Math.abs': (_vm, _self, value) => absolute(value),
    'Math.mod': (vm, _self, left, right) => modulus(vm, left, right),
    'Math.round': (_vm, _self, value) => toDecimal(value).setScale(0, 'HALF_EVEN').toBigInt(),
    'Math.round(Double)': (_vm, _self, value: ApexDouble) => Math.round(value.value),
    'Math.floor': (_vm, _self, value: ApexDecimal) => value.setScale(0, 'FLOOR'),
    'Math.ceil': (_vm, _self, value: ApexDecimal) => value.setScale(0, 'CEILING'),
    'Math.sqrt': (_vm, _self, value: ApexDouble) => new ApexDouble(Math.sqrt(value.value)),
    'Math.pow': (_vm, _self, base: ApexDouble, exponent: ApexDouble) => new ApexDouble(base.value ** exponent.value),
    'Math.random': (vm) => new ApexDouble(vm.ports.random.next()),
  },
};
