import type { Instant } from '@leadlight/lead-features';
import type { ApiKeyEntry } from './api-keys.ts';

/** A certificate of the org, whose JWTs stand for a key in place of the key’s secret. */
export interface KeyCertificate {
  /** SHA-256 of the certificate, in hex. */
  readonly fingerprint: string;
  /** SubjectPublicKeyInfo as PEM. */
  readonly publicKey: string;
  /** What a JWT must name as its `aud`. */
  readonly audience: string;
  readonly startsAt: Instant;
  /** From then on its JWTs are refused: the certificate’s own end, or an earlier one. */
  readonly endsAt: Instant;
}

export interface KeyCertificateStore {
  /** A certificate that is there already takes the new audience and end. @throws where the key is not the org’s */
  add(orgId: string, keyId: string, certificate: KeyCertificate, addedAt: Instant): Promise<void>;
  /** A key with all its certificates, the newest first; undefined where the org has no such key. */
  find(
    orgId: string,
    keyId: string,
  ): Promise<{ readonly key: ApiKeyEntry; readonly certificates: readonly KeyCertificate[] } | undefined>;
  /** Lets all certificates of a key but one end at `at`, or at the end they already have. */
  expireOthers(orgId: string, keyId: string, fingerprint: string, at: Instant): Promise<void>;
}

/** JWTs that were exchanged for a token, so that none is exchanged twice. */
export interface UsedAssertions {
  /**
   * Also forgets the org’s that ended before `now`.
   * @param id the JWT’s `jti`
   * @returns false where it was used before
   */
  use(orgId: string, keyId: string, id: string, expiresAt: Instant, now: Instant): Promise<boolean>;
}
