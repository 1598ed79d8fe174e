import type { Expression } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import { converter, distance } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import { ApexDecimal } from '../values/decimal.ts';
import { toId18 } from '../values/ids.ts';
import type { ApexList, Value } from '../values/values.ts';
import type { Code, Frame, Run, Scope } from './scope.ts';

export function literalValue(
  type: 'Integer' | 'Long' | 'Decimal' | 'String' | 'Boolean' | 'null',
  text: string,
): Value {
  if (type === 'Integer') return Number(text);
  if (type === 'Long') return BigInt(text);
  if (type === 'Decimal') return ApexDecimal.parse(text);
  if (type === 'Boolean') return text === 'true';
  return type === 'null' ? null : text;
}

/** The expression as a value of another type, by implicit conversion. */
export function convert(scope: Scope, code: Code, to: Type, line: number): Code {
  const { type, run } = code;
  if (code.isQuery && to.kind === 'record') {
    const single = onlyRow(code);
    if (code.isDynamic || distance(type.item, to) !== null) return { type: to, run: single };
  }
  if (code.isDynamic && isRowType(scope, to)) return { type: to, run };
  if (distance(type, to) === null) {
    scope.program.fail('apex_type', `${type.name} cannot be assigned to ${to.name}.`, scope.file, line);
  }
  if (to === T.Id && type === T.String) return { type: to, run: (frame) => toId(frame, run(frame)) };
  const change = converter(type, to);
  return change ? { type: to, run: (frame) => change(run(frame)) } : { type: to, run };
}

/** What the result of a query by text may be assigned to; its rows have their own types when it runs. */
const isRowType = (scope: Scope, to: Type): boolean =>
  to.kind === 'list' && (to.item.kind === 'record' || to.item === scope.program.platformType('AggregateResult'));

export function toId(frame: Frame, value: Value): Value {
  if (value === null) return null;
  const id = toId18(value as string);
  if (id === null) throw frame.vm.error('StringException', `Invalid id: ${String(value)}`);
  return id;
}

export function compileCondition(scope: Scope, node: Expression): Code {
  const code = scope.expression(node, T.Boolean);
  const { run } = convert(scope, code, T.Boolean, node.line);
  return {
    type: T.Boolean,
    run: (frame) => {
      const value = run(frame);
      if (value === null) throw frame.vm.nullPointer();
      return value;
    },
  };
}

/** The row of a query that must have exactly one. */
export function onlyRow(query: Code): Run {
  return (frame) => {
    const { items } = query.run(frame) as ApexList;
    if (items.length === 1) return items[0] as Value;
    throw frame.vm.error(
      'QueryException',
      items.length === 0
        ? 'List has no rows for assignment to SObject'
        : 'List has more than 1 row for assignment to SObject',
    );
  };
}
