import { parentPort } from 'node:worker_threads';
import type { ColumnTexts, WarehouseTable } from '@leadlight/workflows';
import { ParquetFile, type WrittenFile } from './parquet-file.ts';

/** `begin` comes first; every request is answered in its turn. */
export type ParquetRequest =
  | { readonly begin: { readonly file: string; readonly table: WarehouseTable } }
  | { readonly chunk: ColumnTexts }
  | { readonly end: true };

/** `written` answers `end`. Members of an error, such as its code, would be lost if it were sent as it is. */
export type ParquetAnswer =
  | { readonly written?: WrittenFile }
  | { readonly failed: { readonly message: string; readonly members: Readonly<Record<string, unknown>> } };

let current: ParquetFile | undefined;

function answer(request: ParquetRequest): ParquetAnswer {
  if ('begin' in request) {
    current?.close();
    current = new ParquetFile(request.begin.file, request.begin.table);
    return {};
  }
  if ('chunk' in request) {
    current!.addTexts(request.chunk);
    return {};
  }
  const written = current!.end();
  current!.close();
  current = undefined;
  return { written };
}

parentPort!.on('message', (request: ParquetRequest) => {
  let answered: ParquetAnswer;
  try {
    answered = answer(request);
  } catch (error) {
    answered = { failed: { message: (error as Error).message, members: { ...(error as Error) } } };
  }
  parentPort!.postMessage(answered);
});
