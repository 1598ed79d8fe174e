import { randomUUID } from 'node:crypto';
import type { Org } from './org.ts';

/** The org as one transaction writes to it: change events tell who wrote, and which changes belong together. */
export interface Writer extends Org {
  readonly origin: string;
  readonly transactionKey: string;
}

export const writerOf = (org: Org, origin: string): Writer => ({ ...org, origin, transactionKey: randomUUID() });
