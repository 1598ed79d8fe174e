import { hash, timingSafeEqual } from 'node:crypto';
import {
  claimedSigner,
  hasEnded,
  TOKEN_PREFIX,
  verifyOrgJwt,
  type AccessTokenStore,
  type ApiKeyEntry,
  type ApiKeyStore,
  type Clock,
  type KeyCertificateStore,
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
  readonly trustedUntil: number;
}

export interface CredentialPorts {
  readonly apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  readonly accessTokens: Pick<AccessTokenStore, 'findByHash'>;
  readonly keyCertificates: Pick<KeyCertificateStore, 'find'>;
  readonly clock: Clock;
}

/** Header, claims and signature, each in base64url. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Finds callers by their keys, tokens and JWTs, with at most one query per credential and cache period. */
export class CredentialVerifier {
  readonly #ports: CredentialPorts;
  readonly #verified = new LRUCache<string, Verified>({ max: MAX_CREDENTIALS });
  readonly #validSigners = new LRUCache<string, true>({ max: MAX_CREDENTIALS });
  /** Concurrent requests with one credential share its look-up. */
  readonly #lookUps = new Map<string, Promise<FoundCaller | undefined>>();

  constructor(ports: CredentialPorts) {
    this.#ports = ports;
  }

  /**
   * True for a credential that was valid recently, which is therefore no guess. For a JWT, which is new each time, the
   * signer counts: only a caller who knows the org and the key can claim it.
   */
  wasValid(credential: string): boolean {
    if (this.#verified.has(hash('sha256', credential))) return true;
    const signer = JWT.test(credential) ? claimedSigner(credential) : undefined;
    return signer !== undefined && this.#validSigners.has(signerId(signer));
  }

  /** @returns undefined for an unknown, revoked or expired credential */
  async findCaller(credential: string): Promise<Caller | undefined> {
    const digest = hash('sha256', credential, 'buffer');
    const key = digest.toString('hex');
    const now = this.#ports.clock.now();
    const cached = this.#verified.get(key);
    // Digests cannot be steered by a caller, and the comparison takes constant time.
    if (cached && Math.min(cached.trustedUntil, cached.endsAt) > now && timingSafeEqual(cached.digest, digest)) {
      return cached.caller;
    }
    const found = await this.#lookUp(key, credential);
    const foundAt = this.#ports.clock.now();
    if (!found || found.endsAt <= foundAt) {
      this.#verified.delete(key);
      return undefined;
    }
    this.#verified.set(key, { ...found, digest, trustedUntil: foundAt + CREDENTIAL_CACHE_MS });
    return found.caller;
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
    this.#validSigners.set(signerId({ orgId: key.orgId, keyId: key.id }), true);
    return { caller: callerOf(key, key.scopes), endsAt };
  }
}

const signerId = ({ orgId, keyId }: { readonly orgId: string; readonly keyId: string }) => `${orgId} ${keyId}`;

const callerOf = ({ orgId, id }: ApiKeyEntry, scopes: Caller['scopes']): Caller => ({ orgId, keyId: id, scopes });
