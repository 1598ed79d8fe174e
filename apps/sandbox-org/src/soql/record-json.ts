import { javaNumber } from '../org/java-number.ts';
import { DECIMAL_TYPES, type Field, type SObject } from '../org/schema/field.ts';
import type { Column, QueryPlan } from './query-plan.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface JsonRecord {
  [name: string]: Json;
}

/** A cell as SQLite returns it. */
export type Cell = string | number | null;

export const formatApiTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

/** A stored value in the format of the REST API. */
export function toJsonValue({ type }: Field, cell: Cell): Json {
  if (cell === null) return null;
  if (type === 'boolean') return cell === 1;
  if (type === 'address') return typeof cell === 'string' ? toAddress(cell) : null;
  if (type === 'complexvalue' && typeof cell === 'string') return JSON.parse(cell) as Json;
  if (type === 'datetime' && typeof cell === 'string') return cell.replace('Z', '+0000');
  if (typeof cell === 'number' && DECIMAL_TYPES.includes(type)) return toRawNumber(cell);
  return cell;
}

/** TypeScript does not declare it yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): Json };

/** A number whose text in JSON is that of the platform. Nothing but `JSON.stringify` may read it. */
const toRawNumber = (value: number): Json => rawJSON(javaNumber(value));

function toAddress(text: string): Json {
  const parts = JSON.parse(text) as Record<string, string | null>;
  return { ...parts, geocodeAccuracy: null, latitude: null, longitude: null };
}

export const recordUrl = (version: string, object: string, id: string): string =>
  `/services/data/${version}/sobjects/${object}/${id}`;

/** @param object the object in the URL, when it is not the type: the type of a polymorphic parent is `Name` */
export const recordAttributes = (version: string, type: string, id: string, object = type): Json => ({
  type,
  url: recordUrl(version, object, id),
});

/** A stored record in the format of the REST API. */
export function toRecord(
  { name }: SObject,
  stored: Readonly<Record<string, Cell>>,
  fields: readonly Field[],
  version: string,
): JsonRecord {
  const record: JsonRecord = { attributes: recordAttributes(version, name, String(stored.Id)) };
  for (const field of fields) record[field.name] = toJsonValue(field, stored[field.name] ?? null);
  return record;
}

/** A row of a plan's SQL in the format of the REST API. */
export function rowToRecord(plan: QueryPlan, row: readonly Cell[], version: string): JsonRecord {
  const [key] = row;
  const type = plan.aggregate ? 'AggregateResult' : plan.object.name;
  const attributes = key === null || key === undefined ? { type } : recordAttributes(version, type, String(key));
  const record: JsonRecord = { attributes };
  plan.columns.forEach((column, index) => {
    const target = findOrCreateParent(plan, record, column, row, version);
    if (target) target[column.name] = toJsonValue(column.field, row[index + 1] ?? null);
  });
  return record;
}

/** The record or parent that contains a column's value; undefined when there is no such parent. */
function findOrCreateParent(
  plan: QueryPlan,
  record: JsonRecord,
  { path }: Column,
  row: readonly Cell[],
  version: string,
): JsonRecord | undefined {
  let parent = record;
  for (const [depth, step] of path.entries()) {
    if (!(step in parent)) {
      const prefix = path.slice(0, depth + 1).join('.');
      const found = plan.parents.find((each) => each.path.join('.') === prefix);
      const key = found ? (row[found.index] ?? null) : null;
      parent[step] =
        found && key !== null
          ? { attributes: recordAttributes(version, found.type, String(key), found.objectOf(String(key))) }
          : null;
    }
    const next = parent[step];
    if (next === null || typeof next !== 'object' || Array.isArray(next)) return undefined;
    parent = next;
  }
  return parent;
}
