import type { FieldPath, QueryCondition, QueryNode, QueryValue } from '../parse/ast.ts';
import type { BoundCondition, BoundQuery } from '../database/query.ts';
import type { FieldShape, ObjectShape } from '../database/schema.ts';
import { runCount, runQuery } from '../database/run-query.ts';
import { T, listOf } from '../types/builtin.ts';
import { ApexList, ApexMap, ApexRecord, ApexSet, type Value } from '../values/values.ts';
import { parseDate, parseDatetime } from '../values/times.ts';
import { literalValue } from './convert.ts';
import type { Code, Frame, Run, Scope } from './scope.ts';

/** Fields and objects are checked when the query is compiled; values are read when it runs. */
export function compileQuery(scope: Scope, node: QueryNode): Code {
  const { program } = scope;
  const shape = program.schema.find(node.from);
  if (!shape) return program.fail('apex_unknown', `There is no object ${node.from}.`, scope.file, node.line);
  const check = (field: FieldPath): void => checkPath(scope, shape, field, node.line);
  const counts = node.select.length === 1 && node.select[0]?.call === 'COUNT' && node.select[0].path.length === 0;
  if (!counts) node.select.forEach(check);
  node.groupBy.forEach(check);
  node.orderBy.forEach(({ field }) => check(field));
  const where = node.where ? compileCondition(scope, shape, node.where, node.line) : null;
  const limit = node.limit ? compileValue(scope, node.limit) : null;
  const offset = node.offset ? compileValue(scope, node.offset) : null;
  const bind = (frame: Frame): BoundQuery => ({
    object: shape,
    select: node.select,
    where: where ? where(frame) : null,
    groupBy: node.groupBy,
    orderBy: node.orderBy,
    limit: limit ? (limit(frame) as number | null) : null,
    offset: offset ? (offset(frame) as number) : 0,
    allRows: node.allRows,
    // From API version 67, database operations are in user mode unless they say otherwise (Versioned Behavior Changes).
    mode: node.mode ?? 'user',
  });
  if (counts) return { type: T.Integer, run: (frame) => runCount(frame.vm, bind(frame)) };
  const isAggregate = node.groupBy.length > 0 || node.select.some(({ call }) => call);
  const item = isAggregate ? program.platformType('AggregateResult') : shape.type;
  const type = listOf(item);
  return {
    type,
    isQuery: true,
    run: (frame) => new ApexList(type, runQuery(frame.vm, bind(frame), isAggregate ? item : null)),
  };
}

function checkPath(scope: Scope, shape: ObjectShape, field: FieldPath, line: number): void {
  let current: ObjectShape | null = shape;
  for (const name of field.path.slice(0, -1)) {
    const relation: FieldShape | null = current?.relation(name) ?? null;
    current = relation ? scope.program.schema.find(relation.references ?? '') : null;
  }
  const last = field.path.at(-1);
  if (current && (last === undefined || current.field(last))) return;
  scope.program.fail('apex_unknown', `${shape.name} has no field ${field.path.join('.')}.`, scope.file, line);
}

type BindCondition = (frame: Frame) => BoundCondition;

function compileCondition(scope: Scope, shape: ObjectShape, node: QueryCondition, line: number): BindCondition {
  if (node.kind === 'not') {
    const part = compileCondition(scope, shape, node.part, line);
    return (frame) => ({ kind: 'not', part: part(frame) });
  }
  if (node.kind !== 'compare') {
    const parts = node.parts.map((part) => compileCondition(scope, shape, part, line));
    const { kind } = node;
    return (frame) => ({ kind, parts: parts.map((part) => part(frame)) });
  }
  checkPath(scope, shape, node.field, line);
  const value = compileValue(scope, node.value);
  const { field, operator } = node;
  return (frame) => ({ kind: 'compare', path: field.path, operator, value: plain(value(frame)) });
}

function compileValue(scope: Scope, node: QueryValue): Run {
  if (node.kind === 'bind') return scope.expression(node.expression).run;
  if (node.kind === 'list') {
    const values = node.values.map((value) => compileValue(scope, value));
    const type = listOf(T.Object);
    return (frame) =>
      new ApexList(
        type,
        values.map((value) => value(frame)),
      );
  }
  const { type, text } = node;
  const value =
    type === 'Date' ? parseDate(text) : type === 'Datetime' ? parseDatetime(text) : literalValue(type, text);
  return () => value;
}

/** Records stand for their ids; a map stands for its keys. */
function plain(value: Value): Value | Value[] {
  const idOf = (item: Value): Value => (item instanceof ApexRecord ? item.id : item);
  if (value instanceof ApexList) return value.items.map(idOf);
  if (value instanceof ApexSet) return [...value.items.values()].map(idOf);
  if (value instanceof ApexMap) return [...value.entries.values()].map(([key]) => key);
  return idOf(value);
}
