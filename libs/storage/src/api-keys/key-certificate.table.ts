/** Certificates whose JWTs authenticate as a key. Primary key (org_id, key_id, fingerprint). */
export interface KeyCertificateTable {
  org_id: string;
  key_id: string;
  /** SHA-256 of the certificate, in hex. */
  fingerprint: string;
  /** SubjectPublicKeyInfo as PEM. */
  public_key: string;
  /** The required `aud` of a JWT. */
  audience: string;
  added_at: number;
  starts_at: number;
  /** The certificate’s own end, or an earlier one set by a rotation. */
  ends_at: number;
}

/** Ids of JWTs that were exchanged for a token, as SHA-256 hashes. Primary key (org_id, key_id, jti_hash). */
export interface UsedAssertionTable {
  org_id: string;
  key_id: string;
  jti_hash: string;
  expires_at: number;
}
