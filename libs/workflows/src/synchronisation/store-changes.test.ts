import { expect, test } from 'vitest';
import type { FollowedPage, LeadRecord, Leases } from '../ports/index.ts';
import { WakeSignal } from './wake-signal.ts';
import type { SyncPorts } from './sync-org.ts';
import { storeChanges, type StoreChangesPorts } from './store-changes.ts';
import { syncWhenFree } from './sync-when-free.ts';

const lead = (id: string): LeadRecord => ({
  kind: 'lead',
  id,
  changedAt: 2,
  deleted: false,
  createdAt: 1,
  convertedAt: null,
  contactId: null,
  opportunityId: null,
  fields: {},
});

const page = (cursor: string, more: Partial<FollowedPage> = {}): FollowedPage => ({
  stream: 'follow:Lead',
  records: [lead(`00Q${cursor}`)],
  cursor,
  partyIds: [`00Q${cursor}`],
  committedAt: 2,
  ...more,
});

/** What happens, in order: pages stored, syncs. */
function portsOf(pages: readonly FollowedPage[], { syncFails = false, busy = 0 } = {}) {
  const happened: string[] = [];
  const notAsked = (): never => expect.fail('not asked for');
  let given: ReadonlyMap<string, string> = new Map();
  let refusals = busy;
  const leases: Leases = {
    tryAcquire: async () => {
      if (refusals > 0) {
        refusals -= 1;
        return undefined;
      }
      return { renew: () => Promise.resolve(), release: () => Promise.resolve() };
    },
  };
  const ports: StoreChangesPorts & SyncPorts = {
    follower: {
      streams: ['follow:Lead'],
      async *follow(cursors) {
        given = cursors;
        yield* pages;
      },
    },
    syncCursors: { list: () => Promise.resolve(new Map([['follow:Lead', 'stored']])) },
    source: {
      orgId: () => Promise.resolve('org'),
      describeLeadFields: () => (syncFails ? Promise.reject(new Error('the org is away')) : Promise.resolve([])),
      streams: ['Lead'],
      async *pages() {
        happened.push('sync');
        yield* [];
      },
      apiUsage: () => undefined,
      degradations: () => [{ stream: 'Task', what: 'Task is not readable', remedy: 'Assign the permission set.' }],
    },
    leadHistories: {
      append: (_org, stream, records, cursor) => {
        happened.push(`${stream} ${cursor}`);
        return Promise.resolve(records.length);
      },
      findCursor: () => Promise.resolve(undefined),
      readHistories: notAsked,
      findHistories: notAsked,
      countLeads: notAsked,
    },
    orgs: {
      find: () => Promise.resolve(undefined),
      list: notAsked,
      saveFields: () => Promise.resolve(),
      markSynced: () => Promise.resolve(),
    },
    leases,
    clock: { now: () => 1 },
  };
  const told: string[] = [];
  const tell = (line: string): void => void told.push(line);
  return { ports: { ...ports, sync: syncWhenFree(ports, tell) }, happened, told, tell, given: () => given };
}

const signal = new AbortController().signal;

test('pages are stored with their positions, from the ones that storage holds on', async () => {
  const { ports, happened, given } = portsOf([page('1'), page('2')]);
  const bell = new WakeSignal();
  await storeChanges(ports, 'org', bell, () => undefined, signal);
  expect(given().get('follow:Lead')).toBe('stored');
  expect(happened).toEqual(['follow:Lead 1', 'follow:Lead 2']);
  // Rung: waiting ends at once, however long it might.
  await bell.wait(2 ** 30, signal);
});

test('a gap is told and synced before its position is stored, so that a kill in between asks for it again', async () => {
  const { ports, happened, told, tell } = portsOf([page('1', { gap: 'the org no longer keeps them' }), page('2')]);
  await storeChanges(ports, 'org', new WakeSignal(), tell, signal);
  expect(happened).toEqual(['sync', 'follow:Lead 1', 'follow:Lead 2']);
  expect(told[0]).toContain('the org no longer keeps them');
});

test('a sync that fails leaves the position where it was', async () => {
  const { ports, happened } = portsOf([page('1', { gap: 'overflow' })], { syncFails: true });
  await expect(storeChanges(ports, 'org', new WakeSignal(), () => undefined, signal)).rejects.toThrow(
    'the org is away',
  );
  expect(happened).toEqual([]);
});

test('a sync of another process is waited for', async () => {
  const { ports, happened } = portsOf([page('1', { gap: 'overflow' })], { busy: 1 });
  await storeChanges(ports, 'org', new WakeSignal(), () => undefined, signal);
  expect(happened).toEqual(['sync', 'follow:Lead 1']);
});

test('a stop while the sync waits for another process leaves the gap to whoever follows next', async () => {
  const stop = new AbortController();
  const { ports, happened } = portsOf([page('1', { gap: 'overflow' }), page('2')]);
  const sync = async () => stop.abort();
  await storeChanges({ ...ports, sync }, 'org', new WakeSignal(), () => undefined, stop.signal);
  expect(happened).toEqual([]);
});

test('what a sync had to leave out is told with its remedy, once however often it syncs', async () => {
  const gap = 'the org no longer keeps them';
  const { ports, told, tell } = portsOf([page('1', { gap }), page('2', { gap })]);
  await storeChanges(ports, 'org', new WakeSignal(), tell, signal);
  expect(told.filter((line) => line.startsWith('Task'))).toEqual([
    'Task: Task is not readable. Assign the permission set.',
  ]);
});
