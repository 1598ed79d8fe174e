import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { StorageError } from '../errors.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key that seals secrets: 32 random bytes, stored outside the database. */
export interface SealingKey {
  /** First 16 hex digits of the key's SHA-256: identifies the key without revealing it. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** @param base64 32 bytes, as `openssl rand -base64 32` prints them @throws StorageError `secret_key_invalid` */
export function sealingKey(base64: string): SealingKey {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES) throw new StorageError('secret_key_invalid', { bytes: bytes.length });
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), bytes };
}

/**
 * Nonce, ciphertext and tag in one.
 * @param place what the secret belongs to; a sealed value that was moved elsewhere cannot be opened
 */
export function seal(secret: string, place: string, { bytes }: SealingKey): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error where the value was altered, moved, or sealed with another key */
export function unseal(sealed: Buffer, place: string, { bytes }: SealingKey): string {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const opened = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([opened, decipher.final()]).toString('utf8');
}
