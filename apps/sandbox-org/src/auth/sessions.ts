import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';

/** An OAuth error: `{error, error_description}`. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

export interface Sessions {
  /** A new access token for the integration user. */
  open(): string;
  /** @throws ApiError INVALID_SESSION_ID, INVALID_AUTH_HEADER */
  check(authorization: string | undefined): void;
  /** When the token expires, milliseconds since 1970; undefined = invalid. */
  findExpiry(token: string): number | undefined;
  /** Ends a session. Returns false for an invalid token. */
  end(token: string): boolean;
  endAll(): void;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Compares in constant time. */
export const secretsEqual = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());

const invalidSession = (): ApiError => new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** Access tokens are opaque and expire. Their hashes are stored in the org's folder, so they survive a restart. */
export function createSessions({ db, orgId }: Org, lifetimeMs: number): Sessions {
  db.exec('CREATE TABLE IF NOT EXISTS "sandbox.session" (hash TEXT PRIMARY KEY, expires_at INTEGER) WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO "sandbox.session" VALUES (?, ?)');
  const find = db.prepare('SELECT expires_at FROM "sandbox.session" WHERE hash = ?');
  const remove = db.prepare('DELETE FROM "sandbox.session" WHERE hash = ? OR expires_at < ?');
  const findExpiry = (token: string): number | undefined => {
    const expiresAt = find.get(hashOf(token))?.expires_at;
    return typeof expiresAt === 'number' && expiresAt > Date.now() ? expiresAt : undefined;
  };
  return {
    open() {
      const token = `${orgId.slice(0, 15)}!${randomBytes(48).toString('base64url')}`;
      insert.run(hashOf(token), Date.now() + lifetimeMs);
      return token;
    },
    check(authorization) {
      const [, token] = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? '') ?? [];
      if (token === undefined && (authorization ?? '') !== '') {
        throw new ApiError(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
      }
      if (token === undefined) throw invalidSession();
      if (findExpiry(token) === undefined) throw invalidSession();
    },
    findExpiry,
    end(token) {
      const isValid = findExpiry(token) !== undefined;
      remove.run(hashOf(token), Date.now());
      return isValid;
    },
    endAll() {
      db.exec('DELETE FROM "sandbox.session"');
    },
  };
}
