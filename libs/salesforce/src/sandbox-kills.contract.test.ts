import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@leadlight/common';
import type { HistoryRecord } from '@leadlight/workflows';
import { connectSalesforce } from './connection/connect.ts';
import { createCrmSource, type SalesforceSource } from './extract/crm-source.ts';
import { recordedTiming } from './testing/fixture-org.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';

let org: SandboxOrg;
beforeAll(async () => {
  org = await startSandboxOrg(80, '--faults');
});
afterAll(() => org?.close());

/** Stores versions by kind, id and time, and the cursor of each stream together with its last page. */
class FakeStore {
  readonly versions = new Map<string, HistoryRecord>();
  readonly cursors = new Map<string, string>();

  append(stream: string, records: readonly HistoryRecord[], cursor: string): void {
    for (const record of records) this.#add(record);
    this.cursors.set(stream, cursor);
  }

  /** The org's times are whole seconds. A different version with the time of a stored one is stored a millisecond later. */
  #add(record: HistoryRecord): void {
    for (let late = 0; ; late += 1) {
      const key = `${record.kind} ${record.id} ${record.changedAt + late}`;
      const stored = this.versions.get(key);
      if (!stored) this.versions.set(key, record);
      if (!stored || isDeepStrictEqual(stored, record)) return;
    }
  }

  /** The newest version of every record. */
  newest(): ReadonlyMap<string, HistoryRecord> {
    const newest = new Map<string, HistoryRecord>();
    for (const record of this.versions.values()) {
      const stored = newest.get(record.id);
      // Within the same second, the one stored last.
      if (!stored || stored.changedAt <= record.changedAt) newest.set(record.id, record);
    }
    return newest;
  }
}

const faults = [
  { kind: 'unavailable', times: 2, path: '/services/data' },
  { kind: 'too_many_requests', path: '/services/data' },
  { kind: 'session_expired', path: '/services/data' },
  { kind: 'cut', path: '/queryAll' },
  { kind: 'cut', path: '/results', bytes: 900 },
];

async function newSource(bulkThreshold: number): Promise<SalesforceSource> {
  const connection = await connectSalesforce({ ...org.options, timing: recordedTiming() });
  return createCrmSource(connection, { bulkThreshold, bulkPageValues: 300, timing: recordedTiming() });
}

/** Reads all streams; `mayContinue` false is a kill: the page it saw is not store, as when the process dies before it is. */
async function sync(source: SalesforceSource, store: FakeStore, mayContinue: () => boolean): Promise<boolean> {
  for (const stream of source.streams) {
    for await (const page of source.pages(stream, store.cursors.get(stream))) {
      if (!mayContinue()) return false;
      store.append(stream, page.records, page.cursor);
    }
  }
  return true;
}

describe('createCrmSource in the sandbox org', () => {
  it.each([1, 2, 3])(
    'leaves exactly the org’s records after kills, faults and concurrent changes (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const below = (limit: number) => Math.floor(random() * limit);
      const store = new FakeStore();
      for (let run = 0; run < 12; run++) {
        await org.control('POST', '/faults', faults[below(faults.length)]);
        await org.control('POST', '/advance', { changes: 5, seed: seed * 100 + run });
        let pagesLeft = 1 + below(25);
        await sync(await newSource(below(2) === 0 ? 0 : 100), store, () => (pagesLeft -= 1) >= 0);
      }
      await org.control('DELETE', '/faults');
      expect(await sync(await newSource(Infinity), store, () => true)).toBe(true);

      const complete = new FakeStore();
      await sync(await newSource(Infinity), complete, () => true);
      const newest = store.newest();
      // History is deleted with its lead, without a time of its own: only the deletion of the lead counts.
      const comparable = (record: HistoryRecord | undefined) =>
        JSON.stringify(record?.kind === 'fieldChange' ? { ...record, deleted: false } : record);
      const missingOrOld = [...complete.newest().values()].filter(
        (record) => comparable(newest.get(record.id)) !== comparable(record),
      );
      expect(missingOrOld).toEqual([]);
      expect([...newest.values()].filter((record) => !record.deleted && !complete.newest().has(record.id))).toEqual([]);
    },
  );
});
