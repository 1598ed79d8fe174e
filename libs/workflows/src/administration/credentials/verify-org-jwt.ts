import { createPublicKey } from 'node:crypto';
import type { JWTPayload } from 'jose';
import * as jose from 'jose/errors';
import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';
import { hasEnded } from './api-keys.ts';
import type { ApiKeyEntry, Clock, KeyCertificate, KeyCertificateStore } from '../../ports/index.ts';

/** The difference allowed between the clocks of Salesforce and of this machine. */
export const CLOCK_SKEW_MS = 60_000;
/** Salesforce’s JWTs are valid for 2 minutes by default. */
export const MAX_JWT_LIFETIME_MS = 15 * 60_000;

/** A valid JWT and the key that it proves. */
export interface VerifiedJwt {
  readonly key: ApiKeyEntry;
  /** The earliest expiry of the JWT, its certificate and its key. */
  readonly endsAt: number;
  /** Its `jti`, if it has one. */
  readonly id: string | undefined;
}

/** Why a JWT was rejected, for the operator’s log. */
export type JwtRejection =
  | 'malformed'
  | 'unknown_client'
  | 'key_ended'
  | 'no_certificate_in_force'
  | 'algorithm'
  | 'signature'
  | 'audience'
  | 'claims'
  | 'expired'
  | 'not_yet'
  | 'life_too_long';

export interface OrgJwtPorts {
  readonly keyCertificates: Pick<KeyCertificateStore, 'find'>;
  readonly clock: Clock;
}

/**
 * Verifies a JWT signed by an org’s certificate and finds its key. `iss` is the org’s id, `sub` the key’s id, `aud` the
 * audience that the certificate was registered with. Only RS256 is accepted, even if the JWT’s header names another
 * algorithm.
 * @source RFC 7523, section 3
 */
export async function verifyOrgJwt(ports: OrgJwtPorts, jwt: string): Promise<VerifiedJwt | JwtRejection> {
  const now = ports.clock.now();
  const claimed = claimedSigner(jwt);
  if (!claimed) return 'malformed';
  const found = await ports.keyCertificates.find(claimed.orgId, claimed.keyId);
  if (!found) return 'unknown_client';
  const { key, certificates } = found;
  if (hasEnded(key, now)) return 'key_ended';
  let rejection: JwtRejection = 'no_certificate_in_force';
  for (const certificate of certificates) {
    if (certificate.startsAt > now || certificate.endsAt <= now) continue;
    const verified = await verifyWith(certificate, key, jwt, now);
    if (typeof verified !== 'string') return verified;
    rejection = verified;
    // While two certificates overlap, the other one may have signed it.
    if (rejection !== 'signature') break;
  }
  return rejection;
}

/** The org and key that a JWT claims, not verified; undefined if it is malformed. */
function claimedSigner(jwt: string): { readonly orgId: string; readonly keyId: string } | undefined {
  try {
    const { iss, sub } = decodeJwt(jwt);
    return isName(iss) && isName(sub) ? { orgId: iss, keyId: sub } : undefined;
  } catch {
    return undefined;
  }
}

const isName = (claim: unknown): claim is string => typeof claim === 'string' && /^[\w.-]{1,64}$/.test(claim);

async function verifyWith(
  { publicKey, audience, endsAt }: KeyCertificate,
  key: ApiKeyEntry,
  jwt: string,
  now: number,
): Promise<VerifiedJwt | JwtRejection> {
  try {
    const { payload } = await jwtVerify(jwt, createPublicKey(publicKey), {
      algorithms: ['RS256'],
      issuer: key.orgId,
      subject: key.id,
      audience,
      requiredClaims: ['exp', 'iat'],
      clockTolerance: CLOCK_SKEW_MS / 1_000,
      maxTokenAge: MAX_JWT_LIFETIME_MS / 1_000,
      currentDate: new Date(now),
    });
    const rejection = rejectionOf(payload);
    if (rejection) return rejection;
    const ends = [payload.exp! * 1_000 + CLOCK_SKEW_MS, endsAt, key.expiresAt ?? Infinity];
    return { key, endsAt: Math.min(...ends), id: payload.jti };
  } catch (error) {
    return reasonOf(error);
  }
}

/** Checks that the library does not make. */
function rejectionOf({ aud, exp = 0, iat = 0, jti }: JWTPayload): JwtRejection | undefined {
  // A JWT for several servers could have been passed on by another one of them.
  if (Array.isArray(aud) && aud.length !== 1) return 'audience';
  if (jti !== undefined && (typeof jti !== 'string' || jti === '' || jti.length > 256)) return 'claims';
  return (exp - iat) * 1_000 > MAX_JWT_LIFETIME_MS ? 'life_too_long' : undefined;
}

/** @throws any error that is not the library’s */
function reasonOf(error: unknown): JwtRejection {
  if (error instanceof jose.JWTExpired) return 'expired';
  if (error instanceof jose.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'audience';
    const early = error.reason === 'check_failed' && (error.claim === 'nbf' || error.claim === 'iat');
    return early ? 'not_yet' : 'claims';
  }
  if (error instanceof jose.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof jose.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof jose.JOSEError) return 'malformed';
  throw error;
}
