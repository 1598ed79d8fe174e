import { describe, expect, it } from 'vitest';
import type { FollowedPage, LeadRecord, JobClaims } from '../ports/index.ts';
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

/** Records in order the stored pages and the syncs. */
function portsOf(pages: readonly FollowedPage[], { syncFails = false, busy = 0 } = {}) {
  const events: string[] = [];
  const notCalled = (): never => expect.fail('not called');
  let cursors: ReadonlyMap<string, string> = new Map();
  let denials = busy;
  const claims: JobClaims = {
    claim: async () => {
      if (denials > 0) {
        denials -= 1;
        return undefined;
      }
      return { confirm: () => Promise.resolve(), release: () => Promise.resolve() };
    },
  };
  const ports: StoreChangesPorts & SyncPorts = {
    follower: {
      streams: ['follow:Lead'],
      async *follow(given) {
        cursors = given;
        yield* pages;
      },
    },
    syncCursors: { list: () => Promise.resolve(new Map([['follow:Lead', 'stored']])) },
    source: {
      orgId: () => Promise.resolve('org'),
      describeLeadFields: () => (syncFails ? Promise.reject(new Error('the org is away')) : Promise.resolve([])),
      streams: ['Lead'],
      async *pages() {
        events.push('sync');
        yield* [];
      },
      rereadCursor: (cursor) => `${cursor} anew`,
      apiUsage: () => undefined,
      degradations: () => [{ stream: 'Task', what: 'Task is not readable', remedy: 'Assign the permission set.' }],
    },
    leadHistories: {
      append: (_org, stream, records, cursor) => {
        events.push(`${stream} ${cursor}`);
        return Promise.resolve(records.length);
      },
      findCursor: (_org, stream) => Promise.resolve(stream === 'Lead' ? 'stored' : undefined),
      readHistories: notCalled,
      findHistories: notCalled,
      countLeads: notCalled,
    },
    orgs: {
      find: () => Promise.resolve(undefined),
      list: notCalled,
      saveFields: () => Promise.resolve(),
      markSynced: () => Promise.resolve(),
    },
    fieldEvidence: { recordedChanges: notCalled, leadsByDay: notCalled, unrecordedChanges: notCalled },
    claims,
    models: { findActive: () => Promise.resolve(undefined), getFile: notCalled },
    scoringSettings: { findNewest: notCalled },
    clock: { now: () => 1 },
  };
  const logged: string[] = [];
  const log = (message: string): void => void logged.push(message);
  return { ports: { ...ports, sync: syncWhenFree(ports, log) }, events, logged, log, cursors: () => cursors };
}

const signal = new AbortController().signal;

describe('storeChanges', () => {
  it('stores pages with their cursors, starting at the stored ones', async () => {
    const { ports, events, cursors } = portsOf([page('1'), page('2')]);
    const wake = new WakeSignal();
    await storeChanges(ports, 'org', wake, () => undefined, signal);
    expect(cursors().get('follow:Lead')).toBe('stored');
    expect(events).toEqual(['follow:Lead 1', 'follow:Lead 2']);
    // Notified, so that it does not wait.
    await wake.wait(2 ** 30, signal);
  });

  it('logs a gap and syncs before it stores the page’s cursor', async () => {
    const { ports, events, logged, log } = portsOf([page('1', { gap: 'the org no longer keeps them' }), page('2')]);
    await storeChanges(ports, 'org', new WakeSignal(), log, signal);
    expect(events).toEqual(['sync', 'follow:Lead 1', 'follow:Lead 2']);
    expect(logged[0]).toContain('the org no longer keeps them');
  });

  it('reads the streams anew that a gap names', async () => {
    const { ports, events } = portsOf([page('1', { gap: 'a type has changed', rereads: ['Lead', 'Task'] })]);
    await storeChanges(ports, 'org', new WakeSignal(), () => undefined, signal);
    expect(events).toEqual(['Lead stored anew', 'sync', 'follow:Lead 1']);
  });

  it('keeps the cursor if the sync fails', async () => {
    const { ports, events } = portsOf([page('1', { gap: 'overflow' })], { syncFails: true });
    await expect(storeChanges(ports, 'org', new WakeSignal(), () => undefined, signal)).rejects.toThrow(
      'the org is away',
    );
    expect(events).toEqual([]);
  });

  it('waits for the sync of another process', async () => {
    const { ports, events } = portsOf([page('1', { gap: 'overflow' })], { busy: 1 });
    await storeChanges(ports, 'org', new WakeSignal(), () => undefined, signal);
    expect(events).toEqual(['sync', 'follow:Lead 1']);
  });

  it('keeps the cursor if it is stopped during the sync, so that the next follower finds the gap', async () => {
    const stop = new AbortController();
    const { ports, events } = portsOf([page('1', { gap: 'overflow' }), page('2')]);
    const sync = async () => stop.abort();
    await storeChanges({ ...ports, sync }, 'org', new WakeSignal(), () => undefined, stop.signal);
    expect(events).toEqual([]);
  });

  it('logs what a sync could not read, with its remedy, once', async () => {
    const gap = 'the org no longer keeps them';
    const { ports, logged, log } = portsOf([page('1', { gap }), page('2', { gap })]);
    await storeChanges(ports, 'org', new WakeSignal(), log, signal);
    expect(logged.filter((message) => message.startsWith('Task'))).toEqual([
      'Task: Task is not readable. Assign the permission set.',
    ]);
  });
});
