import { toId18 } from '../../values/ids.ts';
import { ApexRecord, type Value } from '../../values/values.ts';
import type { ObjectShape } from '../schema.ts';

type Tables = Map<string, Map<string, ApexRecord>>;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Rows by object and id. A stored row is never changed but replaced, so that a savepoint is a copy of the maps. */
export class Store {
  #tables: Tables = new Map();
  #nextNumber = 1;

  rows(objectName: string): Iterable<ApexRecord> {
    return this.#table(objectName).values();
  }

  get(objectName: string, id: string): ApexRecord | null {
    return this.#table(objectName).get(id) ?? null;
  }

  put(shape: ObjectShape, row: ApexRecord): void {
    this.#table(shape.name).set(row.id as string, row);
  }

  delete(objectName: string, id: string): void {
    this.#table(objectName).delete(id);
  }

  newId(shape: ObjectShape): string {
    let digits = '';
    for (let rest = this.#nextNumber++; rest > 0; rest = Math.floor(rest / 62))
      digits = DIGITS.charAt(rest % 62) + digits;
    return toId18(`${shape.keyPrefix}5g${digits.padStart(10, '0')}`) as string;
  }

  savepoint(): Tables {
    return new Map([...this.#tables].map(([name, table]) => [name, new Map(table)]));
  }

  rollback(savepoint: Tables): void {
    this.#tables = new Map([...savepoint].map(([name, table]) => [name, new Map(table)]));
  }

  #table(objectName: string): Map<string, ApexRecord> {
    const key = objectName.toLowerCase();
    const known = this.#tables.get(key);
    if (known) return known;
    const table = new Map<string, ApexRecord>();
    this.#tables.set(key, table);
    return table;
  }
}

/** A copy of a row with other values. */
export function changed(row: ApexRecord, values: Iterable<[string, Value]>): ApexRecord {
  const copy = new ApexRecord(row.type, new Map(row.fields));
  for (const [name, value] of values) copy.fields.set(name, value);
  return copy;
}
