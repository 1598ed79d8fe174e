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
import type { Caller } from './request-context.ts';

/** How long a verified credential is trusted without asking again: a revoked one stops within this time. */
export const CREDENTIAL_CACHE_MS = 3_000;
const MAX_CREDENTIALS = 10_000;

interface Verified {
  readonly digest: Buffer;
  readonly caller: Caller;
  /** Its own end; Infinity = none. */
  readonly endsAt: number;
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

/** Tells callers by their keys, tokens and JWTs, asking the store at most once in a while for each. */
export class CredentialVerifier {
  readonly #ports: CredentialPorts;
  readonly #verified = new Map<string, Verified>();
  readonly #goodSigners = new Set<string>();
  /** What many requests bring at once is looked up once. */
  readonly #lookUps = new Map<string, Promise<Omit<Verified, 'digest' | 'trustedUntil'> | undefined>>();

  constructor(ports: CredentialPorts) {
    this.#ports = ports;
  }

  /**
   * True where this credential was good a while ago: whoever brings it does not guess. Of JWTs each is new: there it is the
   * signer who was good, whom only somebody names who knows the org and the key.
   */
  wasValid(credential: string): boolean {
    if (this.#verified.has(hash('sha256', credential))) return true;
    const signer = JWT.test(credential) ? claimedSigner(credential) : undefined;
    return signer !== undefined && this.#goodSigners.has(signerName(signer));
  }

  /** @returns undefined where the credential is unknown, revoked or past its end */
  async findCaller(credential: string): Promise<Caller | undefined> {
    const digest = hash('sha256', credential, 'buffer');
    const key = digest.toString('hex');
    const now = this.#ports.clock.now();
    const known = this.#verified.get(key);
    // What is compared is a digest, which a caller cannot steer, and the last word has a constant time.
    if (known && Math.min(known.trustedUntil, known.endsAt) > now && timingSafeEqual(known.digest, digest)) {
      return known.caller;
    }
    const found = await this.#lookUp(key, credential);
    if (!found || found.endsAt <= this.#ports.clock.now()) {
      this.#verified.delete(key);
      return undefined;
    }
    this.#remember(key, { ...found, digest, trustedUntil: this.#ports.clock.now() + CREDENTIAL_CACHE_MS });
    return found.caller;
  }

  #lookUp(credentialHash: string, credential: string) {
    let lookUp = this.#lookUps.get(credentialHash);
    if (!lookUp) {
      lookUp = this.#find(credentialHash, credential).finally(() => this.#lookUps.delete(credentialHash));
      this.#lookUps.set(credentialHash, lookUp);
    }
    return lookUp;
  }

  #find(credentialHash: string, credential: string) {
    if (credential.startsWith(TOKEN_PREFIX)) return this.#findToken(credentialHash);
    return JWT.test(credential) ? this.#findSigner(credential) : this.#findKey(credentialHash);
  }

  async #findKey(keyHash: string) {
    const entry = await this.#ports.apiKeys.findByHash(keyHash);
    if (!entry || hasEnded(entry, this.#ports.clock.now())) return undefined;
    return { caller: callerOf(entry, entry.scopes), endsAt: entry.expiresAt ?? Infinity };
  }

  /** A token ends with the key it was got for. */
  async #findToken(tokenHash: string) {
    const found = await this.#ports.accessTokens.findByHash(tokenHash);
    if (!found || hasEnded(found.key, this.#ports.clock.now())) return undefined;
    const { token, key } = found;
    const scopes = token.scopes.filter((scope) => key.scopes.includes(scope));
    return { caller: callerOf(key, scopes), endsAt: Math.min(token.expiresAt, key.expiresAt ?? Infinity) };
  }

  /** A JWT that comes with each request, as the External Credential’s protocol "JWT" sends it. */
  async #findSigner(jwt: string) {
    const verified = await verifyOrgJwt(this.#ports, jwt);
    if (typeof verified === 'string') return undefined;
    if (this.#goodSigners.size >= MAX_CREDENTIALS) this.#goodSigners.clear();
    this.#goodSigners.add(signerName({ orgId: verified.key.orgId, keyId: verified.key.id }));
    return { caller: callerOf(verified.key, verified.key.scopes), endsAt: verified.endsAt };
  }

  #remember(key: string, verified: Verified): void {
    this.#verified.delete(key);
    if (this.#verified.size >= MAX_CREDENTIALS) {
      const oldest = this.#verified.keys().next();
      if (!oldest.done) this.#verified.delete(oldest.value);
    }
    this.#verified.set(key, verified);
  }
}

const signerName = ({ orgId, keyId }: { readonly orgId: string; readonly keyId: string }) => `${orgId} ${keyId}`;

const callerOf = (entry: ApiKeyEntry, scopes: Caller['scopes']): Caller => ({
  orgId: entry.orgId,
  keyId: entry.id,
  scopes,
});
