import type { CompiledTrigger } from '../compile/triggers.ts';
import { spend } from '../run/spend.ts';
import type { ExceptionState, Vm } from '../run/vm.ts';
import type { DmlOperation } from '../parse/ast.ts';
import { listOf, mapOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, ApexMap, ApexRecord, Thrown, type Value } from '../values/values.ts';
import type { ConvertedLead, RowError, RowResult } from './port.ts';
import { accessOf } from './run-query.ts';
import type { FieldShape, ObjectShape } from './schema.ts';
import { matchRows } from './upsert.ts';

export interface DmlOptions {
  allOrNone: boolean;
  allowDuplicates: boolean;
  mode: 'user' | 'system';
}

/** Triggers see up to 200 records at a time (Apex Developer Guide, Bulk Triggers). */
const CHUNK = 200;

/** The statement `insert as system leads`: one failure fails all. */
export function runStatementDml(
  vm: Vm,
  operation: DmlOperation,
  records: Value,
  mode: 'user' | 'system',
  key: FieldShape | null,
): void {
  runDml(vm, operation, records, { allOrNone: true, allowDuplicates: false, mode }, key);
}

export function runDml(
  vm: Vm,
  operation: DmlOperation,
  value: Value,
  options: DmlOptions,
  /** What upsert matches records by; null = their ids. */
  key: FieldShape | null,
): RowResult[] {
  if (value === null) throw vm.nullPointer();
  const records = (value instanceof ApexList ? value.items : [value]) as (ApexRecord | null)[];
  if (records.some((record) => record === null)) throw vm.nullPointer();
  const rows = records as ApexRecord[];
  spend(vm, 'dmlStatements', 1, 'Too many DML statements');
  spend(vm, 'dmlRows', rows.length, 'Too many DML rows');
  vm.transaction.uncommitted = true;
  const [first] = rows;
  if (!first) return [];
  if (rows.some(({ type }) => type !== first.type)) {
    throw vm.error('TypeException', 'DML on records of several objects is not supported by this runtime');
  }
  const shape = vm.program.schema.get(first.type);
  checkMixed(vm, shape, operation, rows);
  checkRepeated(vm, operation, rows);
  const withoutId = rows.filter(({ id }) => id === null);
  const before = vm.ports.database.savepoint();
  const results: RowResult[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    results.push(
      ...(operation === 'upsert'
        ? upsertChunk(vm, shape, chunk, options, key)
        : saveChunk(vm, shape, operation, chunk, options)),
    );
  }
  if (options.allOrNone && results.some(({ error }) => error)) {
    vm.ports.database.rollback(before);
    if (operation === 'insert' || operation === 'upsert') for (const row of withoutId) row.fields.delete('id');
    throw dmlException(vm, operation, results, shape);
  }
  return results;
}

/** Apex Developer Guide, sObjects That Cannot Be Used Together in DML Operations. */
function checkMixed(vm: Vm, shape: ObjectShape, operation: DmlOperation, rows: ApexRecord[] = []): void {
  // A user without a role may be inserted together with other objects (the same section; UserRoleId is null).
  const isFree = shape.name === 'User' && operation === 'insert' && rows.every((row) => !row.fields.get('userroleid'));
  if (isFree) return;
  const { transaction } = vm;
  const isSetup = shape.kind === 'setup';
  if (isSetup ? transaction.changedOther : transaction.changedSetup) {
    const message =
      'DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ' +
      `${shape.name}, original object: ${isSetup ? 'Lead' : 'User'}`;
    const error: RowError = { status: 'MIXED_DML_OPERATION', message, fields: [] };
    throw dmlException(vm, operation, [{ id: null, error }], shape);
  }
  if (isSetup) transaction.changedSetup = true;
  else transaction.changedOther = true;
}

/** One record twice in a list, by identity where it is inserted and by its id otherwise; the wordings are known. */
function checkRepeated(vm: Vm, operation: DmlOperation, rows: ApexRecord[]): void {
  const isNew = operation === 'insert' || operation === 'upsert';
  if (isNew && new Set(rows).size < rows.length) {
    throw vm.error('ListException', 'Before Insert or Upsert list must not have two identically equal elements');
  }
  const seen = new Set<string>();
  for (const { id } of operation === 'insert' ? [] : rows) {
    if (id !== null && seen.has(id)) throw vm.error('ListException', `Duplicate id in list: ${id}`);
    if (id !== null) seen.add(id);
  }
}

function dmlException(vm: Vm, operation: DmlOperation, results: RowResult[], shape: ObjectShape): Thrown {
  const failed = results.flatMap(({ id, error }, index) => (error ? [{ index, id, ...error, shape }] : []));
  const first = failed[0] as (typeof failed)[number];
  const verb = operation.charAt(0).toUpperCase() + operation.slice(1);
  const place = first.id ? ` with id ${first.id}` : '';
  const rows: ExceptionState['rows'] = failed;
  return vm.error(
    'DmlException',
    `${verb} failed. First exception on row ${first.index}${place}; first error: ${first.status}, ${first.message}: [${first.fields.join(', ')}]`,
    { rows },
  );
}

/**
 * Inserts and updates have their own triggers (Apex Developer Guide, Triggers and Order of Execution). That the inserts come first is
 * unverified.
 */
function upsertChunk(
  vm: Vm,
  shape: ObjectShape,
  rows: ApexRecord[],
  options: DmlOptions,
  key: FieldShape | null,
): RowResult[] {
  const matches = matchRows(vm, shape, rows, key);
  const results = matches.map((match, place): RowResult => {
    const id = rows[place]?.id ?? null;
    return 'error' in match ? { id, error: match.error } : { id, error: null };
  });
  for (const operation of ['insert', 'update'] as const) {
    const places = matches.flatMap((match, place) =>
      'operation' in match && match.operation === operation ? [place] : [],
    );
    if (places.length === 0) continue;
    const chosen = places.map((place) => {
      const [row, match] = [rows[place] as ApexRecord, matches[place] as (typeof matches)[number]];
      if ('id' in match) row.fields.set('id', match.id);
      return row;
    });
    const saved = saveChunk(vm, shape, operation, chosen, options);
    for (const [index, place] of places.entries()) {
      results[place] = { ...(saved[index] as RowResult), isCreated: operation === 'insert' };
    }
  }
  return results;
}

function saveChunk(
  vm: Vm,
  shape: ObjectShape,
  operation: DmlOperation,
  rows: ApexRecord[],
  options: DmlOptions,
): RowResult[] {
  const { database } = vm.ports;
  const old = rows.map((row) => (row.id ? database.get(shape, row.id) : null));
  // An update has the stored fields with the changed ones.
  const next = rows.map((row, place) => (operation === 'update' ? merged(old[place] ?? null, row) : row));
  const results: RowResult[] = rows.map((row) => ({ id: row.id, error: null }));
  fire(vm, shape, `before ${operation}`, next, old, results);
  const access = { ...accessOf(vm, options.mode), allowDuplicates: options.allowDuplicates };
  for (const [place, row] of rows.entries()) {
    const result = results[place] as RowResult;
    if (result.error) continue;
    const record = operation === 'update' ? changedOnly(row, next[place] as ApexRecord, old[place] ?? null) : row;
    results[place] = database.save(operation, record, access);
    const { id, error } = results[place];
    if (operation === 'insert' && id && !error) row.fields.set('id', id);
  }
  const saved = rows.map((row, place) => (row.id && !results[place]?.error ? database.get(shape, row.id) : null));
  fire(vm, shape, `after ${operation}`, saved, old, results);
  return results;
}

function merged(old: ApexRecord | null, row: ApexRecord): ApexRecord {
  return new ApexRecord(row.type, new Map([...(old?.fields ?? []), ...row.fields]));
}

/** What the statement set, and what before triggers changed. */
function changedOnly(row: ApexRecord, next: ApexRecord, old: ApexRecord | null): ApexRecord {
  const fields = new Map(row.fields);
  for (const [name, value] of next.fields) {
    if (value !== (row.fields.has(name) ? row.fields.get(name) : old?.fields.get(name))) fields.set(name, value);
  }
  return new ApexRecord(row.type, fields);
}

function fire(
  vm: Vm,
  shape: ObjectShape,
  event: string,
  next: (ApexRecord | null)[],
  old: (ApexRecord | null)[],
  results: RowResult[],
): void {
  const triggers = vm.program.triggers.filter(({ object, events }) => object === shape.type && events.includes(event));
  const places = results.flatMap(({ error }, place) => (error ? [] : [place]));
  if (triggers.length === 0 || places.length === 0) return;
  const context = contextOf(
    shape,
    event,
    places.map((place) => next[place] ?? null),
    places.map((place) => old[place] ?? null),
  );
  for (const trigger of triggers) runTrigger(vm, trigger, context, places, next, results);
}

function runTrigger(
  vm: Vm,
  trigger: CompiledTrigger,
  context: Record<string, Value>,
  places: number[],
  next: (ApexRecord | null)[],
  results: RowResult[],
): void {
  try {
    trigger.run(vm, context);
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    const message = `${trigger.name}: execution of ${trigger.events.join(', ')} caused by: ${thrown.message}`;
    for (const place of places) {
      results[place] = { id: null, error: { status: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, fields: [] } };
    }
    return;
  }
  for (const place of places) {
    const found = next[place]?.errors[0];
    if (!found) continue;
    const { message, field } = found;
    const fields = field ? [field] : [];
    results[place] = { id: null, error: { status: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields } };
  }
}

function contextOf(
  shape: ObjectShape,
  event: string,
  next: (ApexRecord | null)[],
  old: (ApexRecord | null)[],
): Record<string, Value> {
  const [when, what] = event.split(' ');
  const list = listOf(shape.type);
  const byId = (records: (ApexRecord | null)[]): ApexMap => {
    const map = new ApexMap(mapOf(T.Id, shape.type));
    for (const record of records) if (record?.id) map.entries.set(keyOf(record.id), [record.id, record]);
    return map;
  };
  const hasNew = what !== 'delete';
  const hasOld = what === 'update' || what === 'delete';
  return {
    new: hasNew ? new ApexList(list, next) : null,
    old: hasOld ? new ApexList(list, old) : null,
    newmap: hasNew && !(what === 'insert' && when === 'before') ? byId(next) : null,
    oldmap: hasOld ? byId(old) : null,
    isbefore: when === 'before',
    isafter: when === 'after',
    isinsert: what === 'insert',
    isupdate: what === 'update',
    isdelete: what === 'delete',
    isundelete: what === 'undelete',
    size: next.length,
  };
}

/** Apex Developer Guide, Converting Leads. Existing accounts and contacts cannot be named. */
export function convertLead(vm: Vm, request: Record<string, Value>): ConvertedLead {
  spend(vm, 'dmlStatements', 1, 'Too many DML statements');
  spend(vm, 'dmlRows', 1, 'Too many DML rows');
  vm.transaction.uncommitted = true;
  const shape = vm.program.schema.find('Lead') as ObjectShape;
  checkMixed(vm, shape, 'update');
  const result = vm.ports.database.convertLead(
    request['leadId'] as string,
    request['status'] as string,
    request['withoutOpportunity'] !== true,
  );
  if (result.error) throw dmlException(vm, 'update', [result], shape);
  return result;
}
