import type { Field } from '../org/schema/field.ts';
import type { Column, QueryPlan } from './plan-query.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface JsonRecord {
  [name: string]: Json;
}

/** A cell as SQLite gives it. */
export type Cell = string | number | null;

/** A stored value as the REST API writes it. */
export function toJsonValue({ type }: Field, cell: Cell): Json {
  if (cell === null) return null;
  if (type === 'boolean') return cell === 1;
  if (type === 'address') return typeof cell === 'string' ? toAddress(cell) : null;
  if (type === 'datetime' && typeof cell === 'string') return cell.replace('Z', '+0000');
  return cell;
}

/** An address with the parts that the platform adds to those that are stored. */
function toAddress(text: string): Json {
  const parts = JSON.parse(text) as Record<string, string | null>;
  return { ...parts, geocodeAccuracy: null, latitude: null, longitude: null };
}

const toAttributes = (type: string, id: string | null, version: string, object = type): Json =>
  id === null ? { type } : { type, url: `/services/data/${version}/sobjects/${object}/${id}` };

/** One row of a plan's SQL as the record that the REST API answers. */
export function toRecord(plan: QueryPlan, row: readonly Cell[], version: string): JsonRecord {
  const key = row[0] === null || row[0] === undefined ? null : String(row[0]);
  const record: JsonRecord = {
    attributes: toAttributes(plan.aggregate ? 'AggregateResult' : plan.object.name, key, version),
  };
  plan.columns.forEach((column, index) => {
    const home = findOrCreateParent(plan, record, column, row, version);
    if (home) home[column.name] = toJsonValue(column.field, row[index + 1] ?? null);
  });
  return record;
}

/** The record or parent that a column's value goes into; undefined where the parent is empty. */
function findOrCreateParent(
  plan: QueryPlan,
  record: JsonRecord,
  { path }: Column,
  row: readonly Cell[],
  version: string,
): JsonRecord | undefined {
  let home = record;
  for (let depth = 1; depth <= path.length; depth += 1) {
    const step = path[depth - 1] as string;
    if (!(step in home)) {
      const parent = plan.parents.find(
        (each) => each.path.length === depth && each.path.every((name, at) => name === path[at]),
      );
      const key = parent ? row[parent.at] : null;
      home[step] =
        parent && key !== null && key !== undefined
          ? { attributes: toAttributes(parent.type, String(key), version, parent.objectOf(String(key))) }
          : null;
    }
    const next = home[step];
    if (next === null || typeof next !== 'object' || Array.isArray(next)) return undefined;
    home = next;
  }
  return home;
}
