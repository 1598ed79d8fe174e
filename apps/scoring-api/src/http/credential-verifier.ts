import { hash, timingSafeEqual } from 'node:crypto';
import {
  hasEnded,
  needsProof,
  TOKEN_PREFIX,
  verifyOrgJwt,
  type AccessTokenStore,
  type ApiKeyEntry,
  type ApiKeyStore,
  type Clock,
  type KeyCertificateStore,
  type MonotonicMs,
} from '@leadlight/workflows';
import { LRUCache } from 'lru-cache';
import type { Caller } from './request-context.ts';

/** How long a verified credential is trusted without a query: a revoked one is rejected after at most this time. */
export const CREDENTIAL_CACHE_MS = 3_000;
const MAX_CREDENTIALS = 10_000;

interface FoundCaller {
  readonly caller: Caller;
  /** When the credential expires; Infinity = never. */
  readonly endsAt: number;
}

interface Verified extends FoundCaller {
  readonly digest: Buffer;
  readonly verifiedAtMs: number;
}

export interface CredentialPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  readonly accessTokens: Pick<AccessTokenStore, 'findByHash'>;
  readonly keyCertificates: Pick<KeyCertificateStore, 'find'>;
  /** Called with the first use of a key that replaces another. */
  readonly proveKey: (key: ApiKeyEntry) => Promise<void>;
  readonly clock: Clock;
  readonly monotonicMs: MonotonicMs;
}

/** Header, claims and signature, each in base64url. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Finds callers by their keys, tokens and JWTs, with at most one query per credential and cache period. */
export class CredentialVerifier {
  readonly #ports: CredentialPorts;
  readonly #verified = new LRUCache<string, Verified>({ max: MAX_CREDENTIALS });
  /** Concurrent requests with one credential share its look-up. */
  readonly #lookUps = new Map<string, Promise<FoundCaller | undefined>>();

  constructor(ports: CredentialPorts) {
    this.#ports = ports;
  }

  /** @returns undefined for an unknown, revoked or expired credential */
  async findCaller(credential: string): Promise<Caller | undefined> {
    const digest = hash('sha256', credential, 'buffer');
    const key = digest.toString('hex');
    const cached = this.#verified.get(key);
    // Digests cannot be steered by a caller, and the comparison takes constant time.
    if (cached && this.#isTrusted(cached) && timingSafeEqual(cached.digest, digest)) return cached.caller;
    const found = await this.#lookUp(key, credential);
    if (!found || found.endsAt <= this.#ports.clock.now()) {
      this.#verified.delete(key);
      return undefined;
    }
    this.#verified.set(key, { ...found, digest, verifiedAtMs: this.#ports.monotonicMs() });
    return found.caller;
  }

  #isTrusted({ verifiedAtMs, endsAt }: Verified): boolean {
    const { clock, monotonicMs } = this.#ports;
    return monotonicMs() - verifiedAtMs < CREDENTIAL_CACHE_MS && clock.now() < endsAt;
  }

  #lookUp(credentialHash: string, credential: string): Promise<FoundCaller | undefined> {
    let lookUp = this.#lookUps.get(credentialHash);
    if (!lookUp) {
      lookUp = this.#find(credentialHash, credential).finally(() => this.#lookUps.delete(credentialHash));
      this.#lookUps.set(credentialHash, lookUp);
    }
    return lookUp;
  }

  #find(credentialHash: string, credential: string): Promise<FoundCaller | undefined> {
    if (credential.startsWith(TOKEN_PREFIX)) return this.#findToken(credentialHash);
    return JWT.test(credential) ? this.#findSigner(credential) : this.#findKey(credentialHash);
  }

  async #findKey(keyHash: string): Promise<FoundCaller | undefined> {
    const entry = await this.#ports.apiKeys.findByHash(keyHash);
    if (!entry || hasEnded(entry, this.#ports.clock.now())) return undefined;
    if (needsProof(entry)) await this.#ports.proveKey(entry);
    return { caller: callerOf(entry, entry.scopes), endsAt: entry.expiresAt ?? Infinity };
  }

  /** A token ends with its key. */
  async #findToken(tokenHash: string): Promise<FoundCaller | undefined> {
    const found = await this.#ports.accessTokens.findByHash(tokenHash);
    if (!found || hasEnded(found.key, this.#ports.clock.now())) return undefined;
    const { token, key } = found;
    const scopes = token.scopes.filter((scope) => key.scopes.includes(scope));
    return { caller: callerOf(key, scopes), endsAt: Math.min(token.expiresAt, key.expiresAt ?? Infinity) };
  }

  /** A JWT that is sent with each request, as the External Credential's protocol "JWT" does. */
  async #findSigner(jwt: string): Promise<FoundCaller | undefined> {
    const verified = await verifyOrgJwt(this.#ports, jwt);
    if (typeof verified === 'string') return undefined;
    const { key, endsAt } = verified;
    return { caller: callerOf(key, key.scopes), endsAt };
  }
}

const callerOf = ({ orgId, id, objects }: ApiKeyEntry, scopes: Caller['scopes']): Caller => ({
  orgId,
  keyId: id,
  scopes,
  objects,
});
