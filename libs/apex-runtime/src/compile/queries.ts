import type { Expression, FieldPath, QueryCondition, QueryNode, QueryValue } from '../parse/ast.ts';
import type { BoundCondition, BoundQuery } from '../database/query.ts';
import type { FieldShape, ObjectShape } from '../database/schema.ts';
import { runCount, runQuery } from '../database/run-query.ts';
import { dateRange } from '../database/date-literals.ts';
import { valueAt } from '../database/paths.ts';
import { T, listOf } from '../types/builtin.ts';
import { ApexList, ApexMap, ApexRecord, ApexSet, type Value } from '../values/values.ts';
import { parseDate, parseDatetime } from '../values/times.ts';
import { literalValue } from './convert.ts';
import type { Code, Frame, Run, Scope } from './scope.ts';

/** How a bind expression gets its value. */
export type Bind = (expression: Expression) => Run;

interface Binds {
  scope: Scope;
  bind: Bind;
  /** Of the query, for errors. */
  line: number;
}

/** Functions that change how one field is read. */
const SCALAR = ['CONVERTCURRENCY', 'TOLABEL'];

/** Fields and objects are checked when the query is compiled; values are read when it runs. */
export function compileQuery(
  scope: Scope,
  node: QueryNode,
  bind: Bind = (expression) => scope.expression(expression).run,
): Code {
  const { program } = scope;
  const shape = program.schema.find(node.from);
  if (!shape) return program.fail('apex_unknown', `There is no object ${node.from}.`, scope.file, node.line);
  const counts = isCount(node);
  const bound = compileBound(shape, node, { scope, bind, line: node.line });
  if (counts) return { type: T.Integer, run: (frame) => runCount(frame.vm, bound(frame)) };
  const isAggregate = node.groupBy.length > 0 || node.select.some(({ call }) => call && !SCALAR.includes(call));
  const item = isAggregate ? program.platformType('AggregateResult') : shape.type;
  const type = listOf(item);
  return {
    type,
    isQuery: true,
    run: (frame) => new ApexList(type, runQuery(frame.vm, bound(frame), isAggregate ? item : null)),
  };
}

const isCount = ({ select, groupBy }: QueryNode): boolean =>
  select.length === 1 && groupBy.length === 0 && select[0]?.call === 'COUNT' && select[0].path.length === 0;

function compileBound(shape: ObjectShape, node: QueryNode, binds: Binds): (frame: Frame) => BoundQuery {
  const { scope } = binds;
  const { program } = scope;
  const check = (field: FieldPath): void => checkPath(scope, shape, field, node.line);
  if (!isCount(node)) node.select.filter(({ path, call }) => !(call === 'COUNT' && path.length === 0)).forEach(check);
  node.groupBy.forEach(check);
  node.orderBy.forEach(({ field }) => (field.call ? undefined : check(field)));
  const where = node.where ? compileCondition(scope, shape, node.where, node.line, binds) : null;
  const limit = node.limit ? compileValue(node.limit, binds) : null;
  const offset = node.offset ? compileValue(node.offset, binds) : null;
  const children = (node.children ?? []).map((child) => {
    const relation = program.schema.childRelation(shape, child.from);
    if (!relation) {
      const message = `Didn't understand relationship '${child.from}' in FROM part of query call.`;
      return program.fail('apex_unknown', message, scope.file, child.line);
    }
    const bound = compileBound(relation.child, { ...child, mode: node.mode }, binds);
    return { name: child.from, field: relation.field.name, bound };
  });
  // From API version 67, database operations are in user mode unless they say otherwise (Versioned Behavior Changes).
  const mode = node.mode ?? program.defaultMode(scope.file);
  return (frame) => ({
    object: shape,
    select: node.select,
    where: where ? where(frame) : null,
    groupBy: node.groupBy,
    orderBy: node.orderBy,
    limit: limit ? (limit(frame) as number | null) : null,
    offset: offset ? (offset(frame) as number) : 0,
    allRows: node.allRows,
    mode,
    children: children.map(({ name, field, bound: child }) => ({ name, field, query: child(frame) })),
  });
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

function compileCondition(
  scope: Scope,
  shape: ObjectShape,
  node: QueryCondition,
  line: number,
  binds: Binds,
): BindCondition {
  if (node.kind === 'not') {
    const part = compileCondition(scope, shape, node.part, line, binds);
    return (frame) => ({ kind: 'not', part: part(frame) });
  }
  if (node.kind !== 'compare') {
    const parts = node.parts.map((part) => compileCondition(scope, shape, part, line, binds));
    const { kind } = node;
    return (frame) => ({ kind, parts: parts.map((part) => part(frame)) });
  }
  checkPath(scope, shape, node.field, line);
  const { field, operator, value: valueNode } = node;
  if (valueNode.kind === 'dateLiteral') {
    const { text } = valueNode;
    return ({ vm }) => {
      const value = dateRange(text, vm.ports.clock.now(), vm.ports.database.userTimeZone());
      if (!value) return scope.program.fail('apex_not_supported', `The date literal ${text}`, scope.file, line);
      return { kind: 'compare', path: field.path, operator, value };
    };
  }
  const value = compileValue(valueNode, binds);
  return (frame) => ({ kind: 'compare', path: field.path, operator, value: plain(value(frame)) });
}

function compileValue(node: QueryValue, binds: Binds): Run {
  if (node.kind === 'bind') return binds.bind(node.expression);
  if (node.kind === 'query') return compileSemiJoin(node.query, binds);
  if (node.kind === 'dateLiteral')
    return binds.scope.program.fail(
      'apex_not_supported',
      `The date literal ${node.text} here`,
      binds.scope.file,
      binds.line,
    );
  if (node.kind === 'list') {
    const values = node.values.map((value) => compileValue(value, binds));
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

/** `IN (SELECT OwnerId FROM …)`: the values of the one field (SOQL, Comparison Operators, semi-joins). */
function compileSemiJoin(node: QueryNode, { scope, bind }: Binds): Run {
  const { run } = compileQuery(scope, node, bind);
  const path = node.select[0]?.path ?? ['Id'];
  return (frame) => {
    const { items } = run(frame) as ApexList;
    const values = items.map((row) => valueAt(scope.program.schema, frame.vm.ports.database, row as ApexRecord, path));
    return new ApexList(listOf(T.Object), values);
  };
}

/** Records stand for their ids; a map stands for its keys. */
function plain(value: Value): Value | Value[] {
  const idOf = (item: Value): Value => (item instanceof ApexRecord ? item.id : item);
  if (value instanceof ApexList) return value.items.map(idOf);
  if (value instanceof ApexSet) return [...value.items.values()].map(idOf);
  if (value instanceof ApexMap) return [...value.entries.values()].map(([key]) => key);
  return idOf(value);
}
