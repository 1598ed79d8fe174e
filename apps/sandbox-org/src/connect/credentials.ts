import type { DatabaseSync } from 'node:sqlite';
import type { ComponentStore } from '../metadata/component-store.ts';
import { childrenOf, textOf } from '../metadata/xml.ts';
import { badRequest, notFound } from '../org/api-error.ts';
import { prepareCached } from '../org/statements.ts';

export const PRINCIPAL_TYPES: readonly string[] = ['AwsStsPrincipal', 'NamedPrincipal', 'PerUserPrincipal'];

/** Whose credential it is. */
export interface Principal {
  readonly externalCredential: string;
  readonly principalName: string;
  readonly principalType: string;
}

export interface CredentialValue {
  readonly value: string;
  readonly encrypted: boolean;
}

export interface StoredCredential extends CredentialValue {
  /** Grows with each change. */
  readonly revision: number;
}

/** The values that principals of external credentials send, by name. Call what changes them inside a transaction. */
export class Credentials {
  readonly #db: DatabaseSync;
  readonly #components: ComponentStore;

  constructor(db: DatabaseSync, components: ComponentStore) {
    this.#db = db;
    this.#components = components;
    db.exec(
      'CREATE TABLE IF NOT EXISTS "sandbox.credential" (external_credential TEXT COLLATE NOCASE, principal TEXT COLLATE NOCASE, ' +
        'name TEXT, value TEXT, encrypted INTEGER, revision INTEGER, PRIMARY KEY (external_credential, principal, name)) WITHOUT ROWID',
    );
  }

  /** The protocol of the external credential. @throws ApiError for a credential or principal that is not deployed */
  protocolOf({ externalCredential, principalName, principalType }: Principal): string {
    const component = this.#components.find('ExternalCredential', externalCredential);
    if (!component) throw notFound();
    const isDeclared = childrenOf(component.body, 'externalCredentialParameters').some(
      (parameter) =>
        textOf(parameter, 'parameterType') === principalType && textOf(parameter, 'parameterName') === principalName,
    );
    // The wording is not verified.
    if (!isDeclared) {
      throw badRequest(
        'INVALID_INPUT',
        `The external credential ${externalCredential} has no ${principalType} ${principalName}.`,
      );
    }
    return textOf(component.body, 'authenticationProtocol') ?? '';
  }

  read({ externalCredential, principalName }: Principal): Map<string, StoredCredential> {
    const sql =
      'SELECT name, value, encrypted, revision FROM "sandbox.credential" WHERE external_credential = ? AND principal = ?';
    const rows = prepareCached(this.#db, sql).all(externalCredential, principalName);
    return new Map(
      rows.map(({ name, value, encrypted, revision }) => [
        String(name),
        { value: String(value), encrypted: encrypted === 1, revision: Number(revision) },
      ]),
    );
  }

  /** @param keepOthers keeps values that are not among the new ones */
  write(principal: Principal, values: Readonly<Record<string, CredentialValue>>, keepOthers: boolean): void {
    const before = this.read(principal);
    if (!keepOthers) this.remove(principal);
    const insert = prepareCached(this.#db, 'INSERT OR REPLACE INTO "sandbox.credential" VALUES (?, ?, ?, ?, ?, ?)');
    for (const [name, { value, encrypted }] of Object.entries(values)) {
      const revision = (before.get(name)?.revision ?? 0) + 1;
      insert.run(principal.externalCredential, principal.principalName, name, value, Number(encrypted), revision);
    }
  }

  remove({ externalCredential, principalName }: Principal): void {
    prepareCached(this.#db, 'DELETE FROM "sandbox.credential" WHERE external_credential = ? AND principal = ?').run(
      externalCredential,
      principalName,
    );
  }

  /** Of all principals of an external credential that is deleted. */
  removeAll(externalCredential: string): void {
    prepareCached(this.#db, 'DELETE FROM "sandbox.credential" WHERE external_credential = ?').run(externalCredential);
  }
}
