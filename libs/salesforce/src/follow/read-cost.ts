import { QUERIES_PER_CALL } from '../composite.ts';
import { IDS_PER_QUERY } from '../extract/read-by-ids.ts';
import type { FollowedObject } from './followed-objects.ts';

/** Records to be read of an object. */
export interface ToRead {
  readonly object: FollowedObject;
  readonly ids: readonly string[];
}

/** API calls that reading these costs; one more for tasks, whose e-mails are asked for. */
export function callsFor(wanted: readonly ToRead[]): number {
  const queries = wanted.reduce((sum, { ids }) => sum + Math.ceil(ids.length / IDS_PER_QUERY), 0);
  const hasTasks = wanted.some(({ object, ids }) => object === 'Task' && ids.length > 0);
  return Math.ceil(queries / QUERIES_PER_CALL) + (hasTasks ? 1 : 0);
}
