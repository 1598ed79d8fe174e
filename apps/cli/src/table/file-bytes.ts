import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { CliError, readFailure } from '../errors.ts';

const CHUNK_BYTES = 1 << 20;
const GZIP = [0x1f, 0x8b];
/** Excel workbooks are ZIP files, which begin with PK. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

export type FileKind = 'text' | 'gzip' | 'workbook';

/** What the first bytes of a file say about it. @throws CliError `file_unreadable` */
export async function fileKindOf(file: string): Promise<FileKind> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(ZIP.length), 0, ZIP.length, 0);
      const begins = (bytes: readonly number[]) => bytes.every((byte, at) => at < bytesRead && buffer[at] === byte);
      return begins(ZIP) ? 'workbook' : begins(GZIP) ? 'gzip' : 'text';
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The bytes of a text file, unpacked if it is a gzip file. @throws CliError `file_unreadable` */
export async function* readBytes(file: string, kind: FileKind): AsyncGenerator<Buffer> {
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const unpacked = kind === 'gzip' ? source.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : source;
  // Without it, an error of the file would not end the stream of unpacked bytes.
  source.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const chunk of unpacked) yield chunk as Buffer;
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(file, error);
  } finally {
    source.destroy();
  }
}

const unreadable = (file: string, error: unknown): CliError =>
  new CliError('file_unreadable', { what: 'the leads', file, why: readFailure(error) });
