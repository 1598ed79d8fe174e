import type { CompanyRecord } from '../company/records.ts';
import { createInserts } from '../org/load-company.ts';
import type { Org } from '../org/org.ts';
import { nextId } from '../org/records/record-writes.ts';
import { prepareCached } from '../org/statements.ts';
import { quoteIdentifier } from '../org/tables.ts';

/** Writes records that only the platform writes, without change events. */
export class SetupRecords {
  readonly #org: Org;

  constructor(org: Org) {
    this.#org = org;
  }

  /** @returns the id */
  insert(object: string, record: CompanyRecord): string {
    const { db, schema, userId } = this.#org;
    const id = nextId(db, schema.getObject(object));
    const at = new Date(this.#org.now()).toISOString();
    const audit = {
      CreatedDate: at,
      CreatedById: userId,
      LastModifiedDate: at,
      LastModifiedById: userId,
      SystemModstamp: at,
    };
    createInserts(db, schema)(object)({ ...audit, ...record, Id: id });
    return id;
  }

  update(object: string, id: string, record: Readonly<Record<string, string | number | null>>): void {
    const assignments = Object.keys(record).map((name) => `${quoteIdentifier(name)} = ?`);
    const sql = `UPDATE ${quoteIdentifier(object)} SET ${assignments.join(', ')} WHERE "Id" = ?`;
    prepareCached(this.#org.db, sql).run(...Object.values(record), id);
  }
}
