import { afterAll, beforeAll, describe, inject } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';

interface StorageLocation {
  readonly folder: string;
  readonly databaseUrl?: string;
}

export interface StorageUnderTest {
  readonly storage: Storage;
  /** For opening the same storage again. */
  readonly where: StorageLocation;
  readonly clock: ManualClock;
  /** An org that no other test has seen. */
  newOrg(): string;
}

let orgs = 0;

/** Runs a contract suite on the embedded database and on PostgreSQL. `given` may be called within tests. */
export function describeOnEveryDatabase(name: string, suite: (given: () => StorageUnderTest) => void): void {
  const databaseUrl = inject('databaseUrl');
  const folder = inject('embeddedFolder');
  describe(`${name} (embedded)`, () => suite(opened({ folder })));
  describe.skipIf(databaseUrl === '')(`${name} (PostgreSQL)`, () => suite(opened({ folder, databaseUrl })));
}

function opened(where: StorageLocation): () => StorageUnderTest {
  let underTest: StorageUnderTest | undefined;
  beforeAll(async () => {
    const clock = manualClock(Date.UTC(2026, 10, 1));
    const storage = await openStorage({ ...where, clock });
    underTest = { storage, where, clock, newOrg: () => `00D${process.pid}x${orgs++}` };
  });
  afterAll(() => underTest?.storage.close());
  return () => {
    if (underTest === undefined) throw new Error('Call it inside a test.');
    return underTest;
  };
}
