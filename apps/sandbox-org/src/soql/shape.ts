import type { Field } from '../org/field.ts';
import type { Column, Plan } from './plan.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface JsonRecord {
  [name: string]: Json;
}

/** A cell as SQLite gives it. */
export type Cell = string | number | null;

/** A stored value as the REST API writes it. */
export function jsonValue({ type }: Field, cell: Cell): Json {
  if (cell === null) return null;
  if (type === 'boolean') return cell === 1;
  if (type === 'address') return typeof cell === 'string' ? addressOf(cell) : null;
  if (type === 'datetime' && typeof cell === 'string') return cell.replace('Z', '+0000');
  return cell;
}

/** An address with the parts that the platform adds to those that are stored. */
function addressOf(text: string): Json {
  const parts = JSON.parse(text) as Record<string, string | null>;
  return { ...parts, geocodeAccuracy: null, latitude: null, longitude: null };
}

const attributes = (type: string, id: string | null, version: string, object = type): Json =>
  id === null ? { type } : { type, url: `/services/data/${version}/sobjects/${object}/${id}` };

/** One row of a plan's SQL as the record that the REST API answers. */
export function recordOf(plan: Plan, row: readonly Cell[], version: string): JsonRecord {
  const key = row[0] === null || row[0] === undefined ? null : String(row[0]);
  const record: JsonRecord = {
    attributes: attributes(plan.aggregate ? 'AggregateResult' : plan.object.name, key, version),
  };
  plan.columns.forEach((column, index) => {
    const home = homeOf(plan, record, column, row, version);
    if (home) home[column.name] = jsonValue(column.field, row[index + 1] ?? null);
  });
  return record;
}

/** The record or parent that a column's value goes into; undefined where the parent is empty. */
function homeOf(
  plan: Plan,
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
          ? { attributes: attributes(parent.type, String(key), version, parent.objectOf(String(key))) }
          : null;
    }
    const next = home[step];
    if (next === null || typeof next !== 'object' || Array.isArray(next)) return undefined;
    home = next;
  }
  return home;
}
