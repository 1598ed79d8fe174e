import type { DatabaseSync } from 'node:sqlite';
import { recordId, serialOfId } from '../company/record-id.ts';
import { inTransaction } from '../org/transaction.ts';
import { prepareCached } from '../org/statements.ts';
import { findComponentType } from './component-types.ts';
import type { XmlElement } from './xml.ts';

/** A component as it is deployed. */
export interface Component {
  /** As in package.xml, and `ReportFolder` and `DashboardFolder`. */
  readonly type: string;
  /** As in package.xml, e.g. `Lead.Leadlight_Score__c`. */
  readonly fullName: string;
  /** Its file in the zip file, e.g. `objects/Lead.object`. */
  readonly fileName: string;
  /** The element that describes it. */
  readonly body: XmlElement;
  /** Contents by path below its folder: code, resources. Binary contents as base64 behind `base64:`. */
  readonly files: Readonly<Record<string, string>>;
}

export interface StoredComponent extends Component {
  readonly id: string;
  /** ISO time. */
  readonly createdDate: string;
  /** ISO time. */
  readonly modifiedDate: string;
}

/** The file name of a component that a user has made: a package that is loaded does not replace it. */
export const MADE_BY_USER = 'made by a user';

export const keyOf = ({ type, fullName }: Pick<Component, 'type' | 'fullName'>): string =>
  `${type} ${fullName}`.toLowerCase();

interface Row {
  readonly [column: string]: string;
}

const toStored = (row: Row): StoredComponent => ({
  type: row.type as string,
  fullName: row.full_name as string,
  fileName: row.file_name as string,
  body: JSON.parse(row.body as string) as XmlElement,
  files: JSON.parse(row.files as string) as Record<string, string>,
  id: row.id as string,
  createdDate: row.created_at as string,
  modifiedDate: row.modified_at as string,
});

/** The deployed components of an org. The case of names does not matter. Call what changes it inside a transaction. */
export class ComponentStore {
  readonly #db: DatabaseSync;
  #loadPackage: (() => void) | undefined;
  /** Types of which all components are stored before the package is loaded. */
  #complete: ReadonlySet<string> = new Set();

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(
      'CREATE TABLE IF NOT EXISTS "sandbox.component" (type TEXT, full_name TEXT COLLATE NOCASE, id TEXT, file_name TEXT, ' +
        'body TEXT, files TEXT, created_at TEXT, modified_at TEXT, PRIMARY KEY (type, full_name)) WITHOUT ROWID',
    );
  }

  /**
   * Stores what `read` returns when the store is first used: reading a whole package takes longer than opening an org.
   * @param complete types of which all components are stored already
   */
  loadAtFirstUse(read: () => readonly Component[], at: string, complete: readonly string[]): void {
    this.#complete = new Set(complete);
    this.#loadPackage = () => {
      const load = (): void => this.replaceAll(read(), at);
      if (this.#db.isTransaction) load();
      else inTransaction(this.#db, load);
    };
  }

  #load(): void {
    const load = this.#loadPackage;
    this.#loadPackage = undefined;
    load?.();
  }

  all(): StoredComponent[] {
    this.#load();
    const rows = prepareCached(this.#db, 'SELECT * FROM "sandbox.component" ORDER BY type, full_name').all();
    return (rows as unknown as Row[]).map(toStored);
  }

  ofType(type: string): StoredComponent[] {
    if (!this.#complete.has(type)) this.#load();
    const sql = 'SELECT * FROM "sandbox.component" WHERE type = ? ORDER BY full_name';
    return (prepareCached(this.#db, sql).all(type) as unknown as Row[]).map(toStored);
  }

  find(type: string, fullName: string): StoredComponent | undefined {
    if (!this.#complete.has(type)) this.#load();
    const sql = 'SELECT * FROM "sandbox.component" WHERE type = ? AND full_name = ?';
    const row = prepareCached(this.#db, sql).get(type, fullName) as unknown as Row | undefined;
    return row && toStored(row);
  }

  /** @param at ISO time. @returns the id */
  put(component: Component, at: string): string {
    this.#load();
    const before = this.find(component.type, component.fullName);
    const id = before?.id ?? this.#nextId(component.type);
    const { type, fullName, fileName, body, files } = component;
    prepareCached(this.#db, 'INSERT OR REPLACE INTO "sandbox.component" VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      type,
      before?.fullName ?? fullName,
      id,
      fileName,
      JSON.stringify(body),
      JSON.stringify(files),
      before?.createdDate ?? at,
      at,
    );
    return id;
  }

  remove(type: string, fullName: string): void {
    this.#load();
    prepareCached(this.#db, 'DELETE FROM "sandbox.component" WHERE type = ? AND full_name = ?').run(type, fullName);
  }

  /**
   * Replaces the stored components with these; those that stay keep their ids.
   * @param at ISO time
   * @param isPart whether only components of the types of these are replaced
   */
  replaceAll(components: readonly Component[], at: string, isPart = false): void {
    const kept = new Set(components.map(keyOf));
    const types = new Set(components.map(({ type }) => type));
    const others = this.all().filter(
      (stored) => !kept.has(keyOf(stored)) && stored.fileName !== MADE_BY_USER && (!isPart || types.has(stored.type)),
    );
    for (const { type, fullName } of others) this.remove(type, fullName);
    for (const component of components) this.put(component, at);
  }

  #nextId(type: string): string {
    const prefix = findComponentType(type)?.keyPrefix ?? '000';
    const sql = 'SELECT max(id) AS last FROM "sandbox.component" WHERE id >= ? AND id < ?';
    const last = prepareCached(this.#db, sql).get(prefix, `${prefix}~`)?.last;
    return recordId(prefix, typeof last === 'string' ? serialOfId(last) + 1 : 1);
  }
}
