import { coalesce } from '@leadlight/common';
import type { LeadHistoryStore } from '../ports/index.ts';

type FindHistories = LeadHistoryStore['findHistories'];

/** Limits how long a large request can delay a small one. */
const MAX_LEADS_PER_READ = 400;

/** Joins concurrent reads of an org into one. A read starts immediately unless another one is running. */
export function coalesceHistoryReads(find: FindHistories): FindHistories {
  const readers = new Map<string, (leadIds: readonly string[]) => ReturnType<FindHistories>>();
  return (orgId, leadIds) => {
    let read = readers.get(orgId);
    if (!read) {
      read = coalesce<readonly string[], Awaited<ReturnType<FindHistories>>>({
        run: (requests) => find(orgId, [...new Set(requests.flat())]),
        sizeOf: (ids) => ids.length,
        maxSize: MAX_LEADS_PER_READ,
      });
      readers.set(orgId, read);
    }
    return read(leadIds);
  };
}
