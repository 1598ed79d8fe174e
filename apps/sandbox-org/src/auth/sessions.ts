import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';

/** An OAuth error: `{error, error_description}`. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
const tokenHash = (token: string): string => hash(token).toString('hex');

/** Compares in constant time. */
export const secretsEqual = (left: string, right: string): boolean => timingSafeEqual(hash(left), hash(right));

/** Access tokens are opaque and expire. Their hashes are stored in the org's database, so they survive a restart. */
export class Sessions {
  readonly #org: Pick<Org, 'db' | 'orgId'>;
  readonly #lifetimeMs: number;

  constructor(org: Pick<Org, 'db' | 'orgId'>, lifetimeMs: number) {
    this.#org = org;
    this.#lifetimeMs = lifetimeMs;
    org.db.exec(
      'CREATE TABLE IF NOT EXISTS "sandbox.session" (hash TEXT PRIMARY KEY, expires_at INTEGER) WITHOUT ROWID',
    );
  }

  open(): string {
    const { db, orgId } = this.#org;
    const token = `${orgId.slice(0, 15)}!${randomBytes(48).toString('base64url')}`;
    const expiresAt = Date.now() + this.#lifetimeMs;
    prepareCached(db, 'INSERT INTO "sandbox.session" VALUES (?, ?)').run(tokenHash(token), expiresAt);
    return token;
  }

  /** @throws ApiError INVALID_SESSION_ID, INVALID_AUTH_HEADER */
  check(authorization = ''): void {
    const [, token] = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization) ?? [];
    if (token === undefined && authorization !== '') {
      throw new ApiError(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
    }
    if (token === undefined || this.findExpiry(token) === undefined) {
      throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    }
  }

  /** When the token expires, milliseconds since 1970; undefined = invalid. */
  findExpiry(token: string): number | undefined {
    const sql = 'SELECT expires_at FROM "sandbox.session" WHERE hash = ?';
    const expiresAt = prepareCached(this.#org.db, sql).get(tokenHash(token))?.expires_at;
    return typeof expiresAt === 'number' && expiresAt > Date.now() ? expiresAt : undefined;
  }

  /** Returns false for an invalid token. */
  end(token: string): boolean {
    const isValid = this.findExpiry(token) !== undefined;
    const sql = 'DELETE FROM "sandbox.session" WHERE hash = ? OR expires_at < ?';
    prepareCached(this.#org.db, sql).run(tokenHash(token), Date.now());
    return isValid;
  }

  endAll(): void {
    this.#org.db.exec('DELETE FROM "sandbox.session"');
  }
}
