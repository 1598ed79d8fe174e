import { createHash } from 'node:crypto';

/** A model is named by what is in its file: the first 16 hex digits of its SHA-256. */
export const modelIdOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex').slice(0, 16);
