import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Keeps what a store keeps: versions by kind, id and time, and each stream's cursor with its last page. */
class Kept {
  readonly versions = new Map<string, HistoryRecord>();
  readonly cursors = new Map<string, string>();

  append(stream: string, records: readonly HistoryRecord[], cursor: string): void {
    for (const record of records) this.#keep(record);
    this.cursors.set(stream, cursor);
  }

  /** The org tells whole seconds: what says something else at the time of a known version goes a millisecond later. */
  #keep(record: HistoryRecord): void {
    for (let late = 0; ; late += 1) {
      const key = `${record.kind} ${record.id} ${record.changedAt + late}`;
      const known = this.versions.get(key);
      if (!known) this.versions.set(key, record);
      if (!known || isDeepStrictEqual(known, record)) return;
    }
  }

  /** The newest version of every record. */
  newest(): ReadonlyMap<string, HistoryRecord> {
    const newest = new Map<string, HistoryRecord>();
    for (const record of this.versions.values()) {
      const known = newest.get(record.id);
      // Of the same second, the one kept last.
      if (!known || known.changedAt <= record.changedAt) newest.set(record.id, record);
    }
    return newest;
  }
}

/** A small generator with a seed, so that each run of the test makes the same faults. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
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

/** Reads all streams; `mayGoOn` false is a kill: the page it saw is not kept, as when the process dies before it is. */
async function sync(source: SalesforceSource, kept: Kept, mayGoOn: () => boolean): Promise<boolean> {
  for (const stream of source.streams) {
    for await (const page of source.pages(stream, kept.cursors.get(stream))) {
      if (!mayGoOn()) return false;
      kept.append(stream, page.records, page.cursor);
    }
  }
  return true;
}

describe('createCrmSource in the sandbox org', () => {
  it.each([1, 2, 3])(
    'leaves exactly the org’s records after kills, faults and concurrent changes (seed %i)',
    async (seed) => {
      const below = seeded(seed);
      const kept = new Kept();
      for (let run = 0; run < 12; run++) {
        await org.control('POST', '/faults', faults[below(faults.length)]);
        await org.control('POST', '/advance', { changes: 5, seed: seed * 100 + run });
        let pagesLeft = 1 + below(25);
        await sync(await newSource(below(2) === 0 ? 0 : 100), kept, () => (pagesLeft -= 1) >= 0);
      }
      await org.control('DELETE', '/faults');
      expect(await sync(await newSource(Infinity), kept, () => true)).toBe(true);

      const whole = new Kept();
      await sync(await newSource(Infinity), whole, () => true);
      const newest = kept.newest();
      // History goes with its lead, and nothing about it says when: the lead's own deletion is what counts.
      const comparable = (record: HistoryRecord | undefined) =>
        JSON.stringify(record?.kind === 'fieldChange' ? { ...record, deleted: false } : record);
      const missingOrOld = [...whole.newest().values()].filter(
        (record) => comparable(newest.get(record.id)) !== comparable(record),
      );
      expect(missingOrOld).toEqual([]);
      expect([...newest.values()].filter((record) => !record.deleted && !whole.newest().has(record.id))).toEqual([]);
    },
  );
});
