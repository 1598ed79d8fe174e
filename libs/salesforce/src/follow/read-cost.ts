import { MAX_IDS_PER_QUERY } from '../extract/record-reader.ts';
import { MAX_QUERIES_PER_CALL } from '../query/composite.ts';
import type { ObjectChanges } from './followed-pages.ts';

/** The number of API calls that reading these records takes; tasks take one more, for their e-mails. */
export function readCallCount(changes: readonly Pick<ObjectChanges, 'object' | 'ids'>[]): number {
  const queries = changes.reduce((sum, { ids }) => sum + Math.ceil(ids.length / MAX_IDS_PER_QUERY), 0);
  const hasTasks = changes.some(({ object, ids }) => object === 'Task' && ids.length > 0);
  return Math.ceil(queries / MAX_QUERIES_PER_CALL) + (hasTasks ? 1 : 0);
}
