import { spend } from '../run/spend.ts';
import type { Vm } from '../run/vm.ts';
import type { Type } from '../types/type.ts';
import { compareValues, keyOf } from '../values/compare.ts';
import { toDecimal } from '../types/conversions.ts';
import { ApexDecimal } from '../values/decimal.ts';
import { listOf } from '../types/builtin.ts';
import { ApexList, ApexObject, ApexRecord, type Value } from '../values/values.ts';
import { QueryRejection, type Access, type QueryEngine } from './port.ts';
import { toUserCurrency } from './currencies.ts';
import { orderOf, pathsOf, type BoundCondition, type BoundQuery } from './query.ts';
import { relatedRow, valueAt } from './paths.ts';
import type { FieldShape, ObjectShape } from './schema.ts';

/** In user mode sharing is always enforced; in system mode the running class decides (Apex Developer Guide, access modes). */
export const accessOf = (vm: Vm, mode: 'user' | 'system'): Access => ({ mode, sharing: mode === 'user' || vm.sharing });

function find(vm: Vm, query: BoundQuery): ApexRecord[] {
  const rows = vm.ports.database.find(query, accessOf(vm, query.mode));
  spend(vm, 'queryRows', rows.length, 'Too many query rows');
  return rows;
}

/** Checks the limits and rights of a query. @returns what evaluates it; null = this file */
function begin(vm: Vm, query: BoundQuery): QueryEngine | null {
  spend(vm, 'queries', 1, 'Too many SOQL queries');
  if (query.mode === 'user') checkRights(vm, query);
  const engine = vm.ports.database.engine?.(query.object) ?? null;
  if (engine) for (const child of query.children ?? []) if (child.query.mode === 'user') checkRights(vm, child.query);
  return engine;
}

/** In user mode a field or object that the user may not read is treated as one that does not exist (Enforce User Mode). */
function checkRights(vm: Vm, query: BoundQuery): void {
  const rights = vm.ports.database.rights();
  const requireObject = (shape: ObjectShape): void => {
    if (!rights.object(shape).read) throw vm.error('QueryException', `sObject type '${shape.name}' is not supported.`);
  };
  requireObject(query.object);
  for (const path of pathsOf(query)) {
    let shape: ObjectShape = query.object;
    for (const name of path.slice(0, -1)) {
      const relation = shape.relation(name) as FieldShape;
      requireField(vm, shape, relation);
      shape = vm.program.schema.find(relation.references ?? '') as ObjectShape;
      requireObject(shape);
    }
    requireField(vm, shape, shape.field(path.at(-1) ?? '') as FieldShape);
  }
}

function requireField(vm: Vm, shape: ObjectShape, field: FieldShape): void {
  if (vm.ports.database.rights().field(shape, field).read) return;
  throw vm.error('QueryException', `No such column '${field.name}' on entity '${shape.name}'.`);
}

export function runCount(vm: Vm, query: BoundQuery): number {
  const engine = begin(vm, query);
  if (!engine) return find(vm, query).length;
  return orException(vm, () => engine.count(query, accessOf(vm, query.mode)));
}

function orException<Result>(vm: Vm, evaluate: () => Result): Result {
  try {
    return evaluate();
  } catch (failure) {
    if (failure instanceof QueryRejection) throw vm.error('QueryException', failure.message);
    throw failure;
  }
}

/** @param aggregate the type AggregateResult for a query with functions or groups, otherwise null */
export function runQuery(vm: Vm, query: BoundQuery, aggregate: Type | null): Value[] {
  const engine = begin(vm, query);
  if (!engine)
    return aggregate ? runAggregate(vm, query, aggregate) : find(vm, query).map((row) => project(vm, query, row));
  const access = accessOf(vm, query.mode);
  const rows = orException(vm, () =>
    aggregate
      ? engine.groups(query, access).map((values) => new ApexObject(aggregate, [], values))
      : engine.rows(query, access),
  );
  spend(vm, 'queryRows', rows.length, 'Too many query rows');
  return rows;
}

/** A copy with the selected fields only. */
function project(vm: Vm, query: BoundQuery, row: ApexRecord): ApexRecord {
  const result = new ApexRecord(row.type);
  result.queried = true;
  result.fields.set('id', row.id);
  for (const { path, call } of query.select) copyPath(vm, row, result, path, call === 'CONVERTCURRENCY');
  for (const child of query.children ?? []) result.fields.set(child.name.toLowerCase(), childrenOf(vm, row, child));
  return result;
}

/** The rows of a subquery. They count as rows of the query (Apex Developer Guide, Execution Governors and Limits). */
function childrenOf(vm: Vm, row: ApexRecord, child: NonNullable<BoundQuery['children']>[number]): ApexList {
  const { query } = child;
  if (query.mode === 'user') checkRights(vm, query);
  const own: BoundCondition = { kind: 'compare', path: [child.field], operator: '=', value: row.id };
  const where: BoundCondition = query.where ? { kind: 'and', parts: [own, query.where] } : own;
  const rows = vm.ports.database.find({ ...query, where }, accessOf(vm, query.mode));
  spend(vm, 'queryRows', rows.length, 'Too many query rows');
  return new ApexList(
    listOf(query.object.type),
    rows.map((found) => project(vm, query, found)),
  );
}

function copyPath(vm: Vm, from: ApexRecord, to: ApexRecord, path: string[], inUserCurrency = false): void {
  const [first = '', ...rest] = path;
  const shape = vm.program.schema.get(from.type);
  const declared = rest.length === 0 ? shape.field(first)?.name : shape.relation(first)?.relationship;
  const key = (declared ?? first).toLowerCase();
  if (rest.length === 0) {
    const value = from.fields.get(key) ?? null;
    to.fields.set(key, inUserCurrency ? toUserCurrency(vm, from, value) : value);
    return;
  }
  const related = relatedRow(vm.program.schema, vm.ports.database, from, first);
  if (!related) {
    to.fields.set(key, null);
    return;
  }
  const known = to.fields.get(key);
  const target = known instanceof ApexRecord ? known : new ApexRecord(related.type);
  target.queried = true;
  target.fields.set('id', related.id);
  to.fields.set(key, target);
  copyPath(vm, related, target, rest, inUserCurrency);
}

function runAggregate(vm: Vm, query: BoundQuery, type: Type): Value[] {
  const { schema } = vm.program;
  const read = (row: ApexRecord, path: string[]): Value => valueAt(schema, vm.ports.database, row, path);
  const groups = new Map<string, ApexRecord[]>();
  const rows = find(vm, { ...query, orderBy: [], limit: null, offset: 0 });
  for (const row of rows) {
    const key = query.groupBy.map(({ path }) => String(keyOf(read(row, path)))).join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  if (query.groupBy.length === 0 && groups.size === 0) groups.set('', []);
  const results = [...groups.values()].map((members) => {
    const values = new Map<string, Value>();
    let unnamed = 0;
    for (const { path, call, alias } of query.select) {
      // An expression without an alias is called expr0, expr1… (SOQL, Aliases with GROUP BY).
      const name = alias ?? (call ? `expr${unnamed++}` : (path.at(-1) ?? ''));
      const first = members[0];
      const value = call ? aggregate(call, path, members, read) : first ? read(first, path) : null;
      values.set(name.toLowerCase(), value);
    }
    return { members, values };
  });
  for (const order of [...query.orderBy].reverse()) {
    const valueOf = ({ members: [first] }: { members: ApexRecord[] }): Value =>
      first ? read(first, order.field.path) : null;
    results.sort((left, right) => orderOf(valueOf(left), valueOf(right), order));
  }
  const end = query.limit === null ? results.length : query.offset + query.limit;
  return results.slice(query.offset, end).map(({ values }) => new ApexObject(type, [], values));
}

function aggregate(
  call: string,
  path: string[],
  rows: ApexRecord[],
  read: (row: ApexRecord, path: string[]) => Value,
): Value {
  if (call === 'COUNT' && path.length === 0) return rows.length;
  const values = rows.map((row) => read(row, path)).filter((value) => value !== null);
  if (call === 'COUNT') return values.length;
  if (call === 'COUNT_DISTINCT') return new Set(values.map(keyOf)).size;
  if (values.length === 0) return null;
  const sorted = [...values].sort(compareValues);
  if (call === 'MIN') return sorted[0] ?? null;
  if (call === 'MAX') return sorted.at(-1) ?? null;
  const sum = values.reduce((total: ApexDecimal, value) => total.add(toDecimal(value)), ApexDecimal.of(0));
  return call === 'SUM' ? sum : sum.divide(ApexDecimal.of(values.length));
}
