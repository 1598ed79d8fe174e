import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiKeyEntry, ApiKeyStore, Clock } from '@leadlight/workflows';
import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';
import type { Caller } from './request-context.ts';

/** How long a verified key is trusted without asking again: a revoked key stops within this time. */
export const CREDENTIAL_TRUST_MS = 3_000;
const MOST_CREDENTIALS = 10_000;

interface VerifiedCredential {
  readonly digest: Buffer;
  readonly caller: Caller;
  readonly trustedUntil: number;
}

/** Tells callers by their keys, asking the store at most once in a while for each. */
export class Credentials {
  readonly #apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  readonly #clock: Clock;
  readonly #verified = new Map<string, VerifiedCredential>();
  /** A key that many requests bring at once is looked up once. */
  readonly #lookups = new Map<string, Promise<ApiKeyEntry | undefined>>();

  constructor(apiKeys: Pick<ApiKeyStore, 'findByHash'>, clock: Clock) {
    this.#apiKeys = apiKeys;
    this.#clock = clock;
  }

  /** @returns undefined where the key is unknown or revoked */
  async findCaller(key: string): Promise<Caller | undefined> {
    const digest = hash('sha256', key, 'buffer');
    const keyHash = digest.toString('hex');
    const known = this.#verified.get(keyHash);
    // What is compared is a digest, which a caller cannot steer, and the last word has a constant time.
    if (known && known.trustedUntil > this.#clock.now() && timingSafeEqual(known.digest, digest)) return known.caller;
    this.#verified.delete(keyHash);
    const entry = await this.#lookUp(keyHash);
    if (!entry || entry.revokedAt !== null) return undefined;
    const caller = { orgId: entry.orgId, keyId: entry.id };
    this.#remember(keyHash, { digest, caller, trustedUntil: this.#clock.now() + CREDENTIAL_TRUST_MS });
    return caller;
  }

  #lookUp(keyHash: string): Promise<ApiKeyEntry | undefined> {
    let lookup = this.#lookups.get(keyHash);
    if (!lookup) {
      lookup = this.#apiKeys.findByHash(keyHash).finally(() => this.#lookups.delete(keyHash));
      this.#lookups.set(keyHash, lookup);
    }
    return lookup;
  }

  #remember(keyHash: string, credential: VerifiedCredential): void {
    if (this.#verified.size >= MOST_CREDENTIALS) {
      const oldest = this.#verified.keys().next();
      if (!oldest.done) this.#verified.delete(oldest.value);
    }
    this.#verified.set(keyHash, credential);
  }
}

const BEARER = /^Bearer +([\x21-\x7e]{1,512}) *$/i;

/** Lets only known keys pass and says on the request whose they are. */
export const authenticate =
  (credentials: Credentials): RequestHandler =>
  async (req, _res, next) => {
    const key = BEARER.exec(req.headers.authorization ?? '')?.[1];
    const caller = key === undefined ? undefined : await credentials.findCaller(key);
    if (!caller) throw unauthenticated(key !== undefined);
    req.caller = caller;
    next();
  };

/** RFC 6750: `error` only where a credential was sent. Unknown and revoked keys are told alike. */
const unauthenticated = (keySent: boolean) =>
  new HttpProblem('unauthenticated', {
    detail: keySent ? 'The key is not valid.' : 'The request has no bearer key.',
    headers: { 'WWW-Authenticate': `Bearer realm="leadlight"${keySent ? ', error="invalid_token"' : ''}` },
  });
