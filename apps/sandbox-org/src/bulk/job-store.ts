import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND_MS } from '@leadlight/common';
import { recordId } from '../company/record-id.ts';
import { notFound } from '../org/api-error.ts';

const JOB_PREFIX = '750';

/** Jobs and their files. They last as long as the process. */
export class JobStore<Job extends { readonly id: string }> {
  readonly #folder: string;
  readonly #jobs = new Map<string, Job>();
  #serial: number;

  /**
   * @param folder emptied at the start
   * @param firstSerial keeps the ids of the APIs apart; ids of earlier processes do not return
   */
  constructor(folder: string, firstSerial: number) {
    this.#folder = folder;
    this.#serial = firstSerial + Math.floor(Date.now() / SECOND_MS);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  nextId(prefix = JOB_PREFIX): string {
    this.#serial += 1;
    return recordId(prefix, this.#serial);
  }

  file(id: string, suffix: string): string {
    return join(this.#folder, `${id}.${suffix}`);
  }

  add(job: Job): Job {
    this.#jobs.set(job.id, job);
    return job;
  }

  /** @param id 15 or 18 characters */
  find(id: string): Job | undefined {
    return this.#jobs.get(id) ?? this.list().find((job) => job.id.slice(0, 15) === id);
  }

  /** @throws ApiError NOT_FOUND */
  get(id: string): Job {
    const job = this.find(id);
    if (!job) throw notFound();
    return job;
  }

  list(): Job[] {
    return [...this.#jobs.values()];
  }

  forget({ id }: Job): void {
    this.#jobs.delete(id);
  }
}
