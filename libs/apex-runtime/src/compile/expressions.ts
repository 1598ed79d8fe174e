import type { Expression } from '../parse/ast.ts';
import { distance, isInstance, isNumber, isText, toNumberType, typeOfValue } from '../types/conversions.ts';
import { T } from '../types/builtin.ts';
import type { Type } from '../types/type.ts';
import { ApexDate, ApexDatetime, ApexList, ApexMap, ApexTypeToken, type Value } from '../values/values.ts';
import { compileCall } from './calls.ts';
import { compileCondition, convert, literalValue, onlyRow, toId } from './convert.ts';
import { compileNew } from './creation.ts';
import { compileField, compileName } from './names.ts';
import { compileAssign, compileBinary, compileStep, compileUnary } from './operators.ts';
import { compileQuery } from './queries.ts';
import type { Code, Frame, Scope } from './scope.ts';

/** @param expected the type that the context needs, where it decides how the expression is read */
export function compileExpression(scope: Scope, node: Expression, expected: Type | null = null): Code {
  switch (node.kind) {
    case 'literal':
      return literal(node);
    case 'name':
      return compileName(scope, node);
    case 'field':
      return compileField(scope, node);
    case 'call':
      return compileCall(scope, node);
    case 'index':
      return compileIndex(scope, node);
    case 'new':
    case 'newItems':
    case 'newPairs':
    case 'newArray':
      return compileNew(scope, node);
    case 'cast':
      return compileCast(scope, node);
    case 'instanceof':
      return compileInstanceOf(scope, node);
    case 'unary':
      return compileUnary(scope, node);
    case 'step':
      return compileStep(scope, node);
    case 'binary':
      return compileBinary(scope, node);
    case 'assign':
      return compileAssign(scope, node);
    case 'conditional':
      return compileConditional(scope, node, expected);
    case 'this':
      return compileThis(scope, node.line);
    case 'super':
      return scope.program.fail('apex_not_supported', '`super` outside of a call', scope.file, node.line);
    case 'classOf': {
      const token = new ApexTypeToken(scope.program.resolve(node.type, scope.owner, scope.file));
      return { type: scope.program.platformType('Type'), run: () => token };
    }
    case 'soql':
      return compileQuery(scope, node.query);
  }
}

function compileThis(scope: Scope, line: number): Code {
  if (!scope.owner || scope.isStatic) scope.program.fail('apex_type', 'There is no `this` here.', scope.file, line);
  return { type: scope.owner.type, run: (frame) => frame.self };
}

function literal(node: Expression & { kind: 'literal' }): Code {
  const value = literalValue(node.type, node.text);
  const type = node.type === 'null' ? T.null : T[node.type];
  return { type, run: () => value };
}

function compileIndex(scope: Scope, node: Expression & { kind: 'index' }): Code {
  const object = compileExpression(scope, node.object);
  const index = convert(scope, compileExpression(scope, node.index), T.Integer, node.line).run;
  if (object.type.kind !== 'list') scope.program.fail('apex_type', 'Only lists have an index.', scope.file, node.line);
  const at = (frame: Frame): { items: Value[]; place: number } => {
    const list = object.run(frame) as ApexList | null;
    const place = index(frame) as number | null;
    if (list === null || place === null) throw frame.vm.nullPointer();
    if (place < 0 || place >= list.items.length) {
      throw frame.vm.error('ListException', `List index out of bounds: ${place}`);
    }
    return { items: list.items, place };
  };
  return {
    type: object.type.item,
    run: (frame) => {
      const { items, place } = at(frame);
      return items[place] as Value;
    },
    assign: (frame, value) => {
      const { items, place } = at(frame);
      items[place] = value;
    },
  };
}

function compileConditional(scope: Scope, node: Expression & { kind: 'conditional' }, expected: Type | null): Code {
  const condition = compileCondition(scope, node.condition).run;
  const yes = compileExpression(scope, node.yes, expected);
  const no = compileExpression(scope, node.no, expected);
  const type = commonType(scope, yes.type, no.type, expected, node.line);
  const whenYes = convert(scope, yes, type, node.line).run;
  const whenNo = convert(scope, no, type, node.line).run;
  return { type, run: (frame) => (condition(frame) ? whenYes(frame) : whenNo(frame)) };
}

function commonType(scope: Scope, yes: Type, no: Type, expected: Type | null, line: number): Type {
  if (distance(no, yes) !== null) return yes;
  if (distance(yes, no) !== null) return no;
  if (expected && distance(yes, expected) !== null && distance(no, expected) !== null) return expected;
  return scope.program.fail('apex_type', `${yes.name} and ${no.name} are incompatible.`, scope.file, line);
}

function compileInstanceOf(scope: Scope, node: Expression & { kind: 'instanceof' }): Code {
  const type = scope.program.resolve(node.type, scope.owner, scope.file);
  const { run } = compileExpression(scope, node.operand);
  return { type: T.Boolean, run: (frame) => isInstance(run(frame), type) };
}

function compileCast(scope: Scope, node: Expression & { kind: 'cast' }): Code {
  const type = scope.program.resolve(node.type, scope.owner, scope.file);
  const operand = compileExpression(scope, node.operand, type);
  const { run } = operand;
  const isAggregate = type === scope.program.platformType('AggregateResult');
  if (operand.isDynamic && isAggregate) return { type, run: onlyRow(operand) };
  if (operand.isQuery && type.kind === 'record') return convert(scope, operand, type, node.line);
  if (isNumber(type) && isNumber(operand.type)) return { type, run: (frame) => toNumberType(run(frame), type) };
  const possible =
    distance(operand.type, type) !== null ||
    distance(type, operand.type) !== null ||
    [operand.type, type].some(({ kind }) => kind === 'interface' || kind === 'object');
  if (!possible) {
    scope.program.fail('apex_type', `${operand.type.name} cannot be cast to ${type.name}.`, scope.file, node.line);
  }
  return { type, run: (frame) => castValue(frame, run(frame), type) };
}

/** Apex Developer Guide, Casting: fails at runtime if the value is of another type. */
function castValue(frame: Frame, value: Value, type: Type): Value {
  if (value === null || isInstance(value, type)) return type === T.Id && value !== null ? toId(frame, value) : value;
  if (type === T.Id && typeof value === 'string') return toId(frame, value);
  const own = typeOfValue(value);
  if (isNumber(own) && isNumber(type) && distance(own, type) !== null) return toNumberType(value, type);
  if (value instanceof ApexDate && type === T.Datetime) return new ApexDatetime(value.day * 86_400_000);
  if (value instanceof ApexList && type.kind === 'list' && isCompatible(type.item, value.items)) {
    return new ApexList(type, value.items);
  }
  if (value instanceof ApexMap && type.kind === 'map' && type.item === T.Object && isText(type.key)) return value;
  throw frame.vm.error('TypeException', `Invalid conversion from runtime type ${own.name} to ${type.name}`);
}

/** A list of SObject may be cast to a list of one object. Unverified for other lists. */
const isCompatible = (item: Type, items: Value[]): boolean =>
  item.kind === 'record' && items.every((value) => value === null || isInstance(value, item));
