import type { Instant } from '@leadlight/lead-features';
import type { ApiKeyEntry } from './api-keys.ts';

/** A certificate of the org, whose JWTs prove a key instead of the key’s secret. */
export interface KeyCertificate {
  /** SHA-256 of the certificate, in hex. */
  readonly fingerprint: string;
  /** SubjectPublicKeyInfo as PEM. */
  readonly publicKey: string;
  /** The required `aud` of its JWTs. */
  readonly audience: string;
  readonly startsAt: Instant;
  /** From then on its JWTs are rejected: the certificate’s expiry, or an earlier time. */
  readonly endsAt: Instant;
}

export interface KeyCertificateStore {
  /** An existing certificate gets the new audience and end. @throws if the key is not the org’s */
  add(orgId: string, keyId: string, certificate: KeyCertificate, addedAt: Instant): Promise<void>;
  /** A key with all its certificates, newest first; undefined if the org has no such key. */
  find(
    orgId: string,
    keyId: string,
  ): Promise<{ readonly key: ApiKeyEntry; readonly certificates: readonly KeyCertificate[] } | undefined>;
  /** Lets all certificates of a key but one end at `at`, unless they end earlier. */
  expireOthers(orgId: string, keyId: string, fingerprint: string, at: Instant): Promise<void>;
}

/** JWTs that were exchanged for a token: none may be exchanged twice. */
export interface UsedAssertions {
  /**
   * Also removes the org’s JWTs that expired before `now`.
   * @param id the JWT’s `jti`
   * @returns false if it was used before
   */
  use(orgId: string, keyId: string, id: string, expiresAt: Instant, now: Instant): Promise<boolean>;
}
