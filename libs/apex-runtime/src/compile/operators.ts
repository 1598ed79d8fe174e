import type { Expression } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import { distance, isNumber, isText, toDecimal, toNumberType } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import { compareValues, isEqual } from '../values/compare.ts';
import type { ApexDecimal } from '../values/decimal.ts';
import { ApexDate, ApexDatetime, ApexDouble, type Value } from '../values/values.ts';
import { compileCondition, convert } from './convert.ts';
import type { Code, Frame, Run, Scope } from './scope.ts';

const wrongOperands = (scope: Scope, operator: string, left: Type, right: Type, line: number): never =>
  scope.program.fail('apex_type', `${left.name} ${operator} ${right.name} is not defined.`, scope.file, line);

export function compileBinary(scope: Scope, node: Expression & { kind: 'binary' }): Code {
  const { operator, line } = node;
  if (operator === '&&' || operator === '||') return logic(scope, node);
  if (operator === '??') return coalesce(scope, node);
  const left = scope.expression(node.left);
  const right = scope.expression(node.right);
  if (['==', '!=', '===', '!==', '<>'].includes(operator)) return equality(scope, operator, left, right, line);
  if (['<', '>', '<=', '>='].includes(operator)) return comparison(scope, operator, left, right, line);
  return arithmetic(scope, operator, left, right, line);
}

function logic(scope: Scope, node: Expression & { kind: 'binary' }): Code {
  const left = compileCondition(scope, node.left).run;
  const right = compileCondition(scope, node.right).run;
  return node.operator === '&&'
    ? { type: T.Boolean, run: (frame) => left(frame) && right(frame) }
    : { type: T.Boolean, run: (frame) => left(frame) || right(frame) };
}

/** `a ?? b` (Apex Developer Guide, Null Coalescing Operator). */
function coalesce(scope: Scope, node: Expression & { kind: 'binary' }): Code {
  const left = scope.expression(node.left);
  const right = convert(scope, scope.expression(node.right, left.type), left.type, node.line);
  return {
    type: left.type,
    run: (frame) => {
      const value = left.run(frame);
      return value === null ? right.run(frame) : value;
    },
  };
}

function equality(scope: Scope, operator: string, left: Code, right: Code, line: number): Code {
  const comparable =
    distance(left.type, right.type) !== null ||
    distance(right.type, left.type) !== null ||
    (isNumber(left.type) && isNumber(right.type)) ||
    (isText(left.type) && isText(right.type));
  if (!comparable) wrongOperands(scope, operator, left.type, right.type, line);
  const identical = operator.length === 3;
  const negative = operator.startsWith('!') || operator === '<>';
  const equal = (frame: Frame): boolean => {
    const [one, other] = [left.run(frame), right.run(frame)];
    return identical ? one === other : isEqual(one, other, true);
  };
  return { type: T.Boolean, run: negative ? (frame) => !equal(frame) : equal };
}

function comparison(scope: Scope, operator: string, left: Code, right: Code, line: number): Code {
  const dates = [T.Date, T.Datetime];
  const comparable =
    (isNumber(left.type) && isNumber(right.type)) ||
    (isText(left.type) && isText(right.type)) ||
    (dates.includes(left.type) && dates.includes(right.type)) ||
    left.type === T.null ||
    right.type === T.null;
  if (!comparable) wrongOperands(scope, operator, left.type, right.type, line);
  const decide: Record<string, (order: number) => boolean> = {
    '<': (order) => order < 0,
    '>': (order) => order > 0,
    '<=': (order) => order <= 0,
    '>=': (order) => order >= 0,
  };
  const test = decide[operator] as (order: number) => boolean;
  return {
    type: T.Boolean,
    run: (frame) => {
      const [one, other] = [left.run(frame), right.run(frame)];
      // A comparison with null is false. Unverified for all types.
      if (one === null || other === null) return false;
      if (typeof one === 'string' && typeof other === 'string') {
        return test(compareValues(one.toLowerCase(), other.toLowerCase()));
      }
      return test(compareValues(one, other));
    },
  };
}

/** The type of the result of an arithmetic operator. */
function arithmeticType(left: Type, right: Type): Type | null {
  if (!isNumber(left) || !isNumber(right)) return null;
  const order = [T.Integer, T.Long, T.Double, T.Decimal];
  return order[Math.max(order.indexOf(left), order.indexOf(right))] as Type;
}

function arithmetic(scope: Scope, operator: string, left: Code, right: Code, line: number): Code {
  if (
    operator === '+' &&
    (left.type === T.String || right.type === T.String || isText(left.type) || isText(right.type))
  ) {
    return { type: T.String, run: (frame) => frame.vm.textOf(left.run(frame)) + frame.vm.textOf(right.run(frame)) };
  }
  if (left.type === T.Boolean && right.type === T.Boolean && ['&', '|', '^'].includes(operator)) {
    return { type: T.Boolean, run: (frame) => booleanBits(operator, left.run(frame), right.run(frame)) };
  }
  if (
    (left.type === T.Date || left.type === T.Datetime) &&
    isNumber(right.type) &&
    (operator === '+' || operator === '-')
  ) {
    return dateArithmetic(operator, left, right);
  }
  const type = arithmeticType(left.type, right.type);
  if (!type) return wrongOperands(scope, operator, left.type, right.type, line);
  const [one, other] = [left.run, right.run];
  return { type, run: (frame) => calculate(frame, operator, one(frame), other(frame), type) };
}

const booleanBits = (operator: string, left: Value, right: Value): boolean => {
  if (operator === '&') return Boolean(left) && Boolean(right);
  return operator === '|' ? Boolean(left) || Boolean(right) : left !== right;
};

/** A number of days is added to a Date or Datetime (Apex Developer Guide, Expression Operators). */
function dateArithmetic(operator: string, left: Code, right: Code): Code {
  const sign = operator === '+' ? 1 : -1;
  return {
    type: left.type,
    run: (frame) => {
      const [value, days] = [left.run(frame), right.run(frame)];
      if (value === null || days === null) throw frame.vm.nullPointer();
      const offset = sign * toDecimal(days).toNumber();
      if (value instanceof ApexDate) return new ApexDate(value.day + Math.trunc(offset));
      return new ApexDatetime((value as ApexDatetime).time + Math.round(offset * 86_400_000));
    },
  };
}

/** Integers wrap at 32 bits and Longs at 64, as in Java. */
export function calculate(frame: Frame, operator: string, left: Value, right: Value, type: Type): Value {
  if (left === null || right === null) throw frame.vm.nullPointer();
  if (type === T.Integer) return integerResult(frame, operator, left as number, right as number);
  if (type === T.Long) return longResult(frame, operator, toDecimal(left).toBigInt(), toDecimal(right).toBigInt());
  const [one, other] = [toDecimal(left), toDecimal(right)];
  const operations: Record<string, () => ApexDecimal | null> = {
    '+': () => one.add(other),
    '-': () => one.subtract(other),
    '*': () => one.multiply(other),
    '/': () => one.divide(other),
  };
  const result = operations[operator]?.();
  if (result === null) throw frame.vm.error('MathException', 'Divide by 0');
  if (!result) throw new Error(`${operator} on ${type.name}`);
  return type === T.Double ? new ApexDouble(result.toNumber()) : result;
}

function integerResult(frame: Frame, operator: string, left: number, right: number): number {
  if (operator === '/' && right === 0) throw frame.vm.error('MathException', 'Divide by 0');
  switch (operator) {
    case '+':
      return (left + right) | 0;
    case '-':
      return (left - right) | 0;
    case '*':
      return Math.imul(left, right);
    case '/':
      return Math.trunc(left / right) | 0;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '>>>':
      return (left >>> right) | 0;
    default:
      throw new Error(`${operator} on Integer`);
  }
}

function longResult(frame: Frame, operator: string, left: bigint, right: bigint): bigint {
  if (operator === '/' && right === 0n) throw frame.vm.error('MathException', 'Divide by 0');
  const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
      return left / right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return wrap(left << right);
    case '>>':
      return left >> right;
    default:
      throw new Error(`${operator} on Long`);
  }
}

export function compileUnary(scope: Scope, node: Expression & { kind: 'unary' }): Code {
  const { operator, line } = node;
  if (operator === '!') {
    const { run } = compileCondition(scope, node.operand);
    return { type: T.Boolean, run: (frame) => !run(frame) };
  }
  const operand = scope.expression(node.operand);
  const { type, run } = operand;
  if (!isNumber(type)) return wrongOperands(scope, operator, type, type, line);
  if (operator === '+') return operand;
  if (operator === '~') return scope.program.fail('apex_not_supported', 'The operator ~', scope.file, line);
  return { type, run: (frame) => calculate(frame, '-', 0, run(frame), type) };
}

export function compileStep(scope: Scope, node: Expression & { kind: 'step' }): Code {
  const target = scope.expression(node.operand);
  const { type, run, assign } = target;
  if (!assign || !isNumber(type)) {
    return scope.program.fail('apex_type', `${node.operator} needs a variable.`, scope.file, node.line);
  }
  const operator = node.operator === '++' ? '+' : '-';
  return {
    type,
    run: (frame) => {
      const before = run(frame);
      const after = toNumberType(calculate(frame, operator, before, 1, type), type);
      assign(frame, after);
      return node.prefix ? after : before;
    },
  };
}

export function compileAssign(scope: Scope, node: Expression & { kind: 'assign' }): Code {
  const target = scope.expression(node.target);
  const { type, assign } = target;
  if (!assign) return scope.program.fail('apex_type', 'This cannot be assigned to.', scope.file, node.line);
  const code = scope.expression(node.value, type);
  let value: Run;
  if (node.operator === '=') value = convert(scope, code, type, node.line).run;
  else {
    const result = arithmetic(scope, node.operator.slice(0, -1), target, code, node.line);
    value = convert(scope, result, type, node.line).run;
  }
  return {
    type,
    run: (frame) => {
      const result = value(frame);
      assign(frame, result);
      return result;
    },
  };
}
