import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ColumnTexts, WarehouseTable } from '@leadlight/workflows';
import type { WrittenFile } from './parquet-file.ts';
import type { ParquetAnswer, ParquetRequest } from './parquet-worker.ts';

/** Writes Parquet files in a thread of its own, one after the other: encoding takes longer than reading the rows. */
export class ParquetThread {
  readonly #worker = new Worker(new URL('./parquet-worker.ts', import.meta.url), { execArgv: [] });

  constructor() {
    // So that the process can end even if nobody closes the thread.
    this.#worker.unref();
  }

  /** As `writeParquetFile`; while a chunk is encoded, the next one is read. */
  async write(file: string, table: WarehouseTable, chunks: AsyncIterable<ColumnTexts>): Promise<WrittenFile> {
    await this.#ask({ begin: { file, table } });
    let encoded: Promise<unknown> = Promise.resolve();
    for await (const chunk of chunks) {
      await encoded;
      encoded = this.#ask({ chunk });
      // Its error is thrown above or below, also if reading the next chunk fails before.
      encoded.catch(() => undefined);
    }
    await encoded;
    return (await this.#ask({ end: true })).written!;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(request: ParquetRequest): Promise<{ readonly written?: WrittenFile }> {
    // `once` rejects if the thread itself fails.
    const answered = once(this.#worker, 'message') as Promise<[ParquetAnswer]>;
    this.#worker.ref();
    this.#worker.postMessage(request);
    const [answer] = await answered.finally(() => this.#worker.unref());
    if ('failed' in answer) throw Object.assign(new Error(answer.failed.message), answer.failed.members);
    return answer;
  }
}
