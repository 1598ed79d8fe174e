import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the embedded server of a folder listens, for other processes that join it. */
export interface Endpoint {
  readonly pid: number;
  readonly port: number;
  /** ms since 1970 */
  readonly startedAt: number;
  /** New at every start: proves that the server on the port is this folder's, and keeps other users of the machine out. */
  readonly password: string;
}

export const storageFolder = (folder: string): string => join(folder, 'storage');

const endpointFile = (folder: string): string => join(storageFolder(folder), 'server.json');

/** @returns undefined where no server has ever listened, or its file is invalid */
export async function findEndpoint(folder: string): Promise<Endpoint | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(endpointFile(folder), 'utf8'));
    return isEndpoint(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Atomic: a reader never sees half a file. */
export async function writeEndpoint(folder: string, endpoint: Endpoint): Promise<void> {
  const file = endpointFile(folder);
  const next = `${file}.${endpoint.pid}`;
  await writeFile(next, JSON.stringify(endpoint), { mode: 0o600 });
  await rename(next, file);
}

function isEndpoint(value: unknown): value is Endpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, port, startedAt, password } = value as Record<string, unknown>;
  return [pid, port, startedAt].every(Number.isInteger) && typeof password === 'string';
}
