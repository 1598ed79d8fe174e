import { MAX_QUERIES_PER_CALL } from '../query/composite.ts';
import { MAX_IDS_PER_QUERY } from '../extract/record-reader.ts';
import type { FollowedObject } from './followed-objects.ts';

/** Records to be read of an object. */
export interface RecordsToRead {
  readonly object: FollowedObject;
  readonly ids: readonly string[];
}

/** API calls that reading these costs; one more for tasks, whose e-mails are asked for. */
export function readCallCount(wanted: readonly RecordsToRead[]): number {
  const queries = wanted.reduce((sum, { ids }) => sum + Math.ceil(ids.length / MAX_IDS_PER_QUERY), 0);
  const hasTasks = wanted.some(({ object, ids }) => object === 'Task' && ids.length > 0);
  return Math.ceil(queries / MAX_QUERIES_PER_CALL) + (hasTasks ? 1 : 0);
}
