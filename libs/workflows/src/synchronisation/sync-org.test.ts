import { describe, expect, it } from 'vitest';
import { noProgress, type CrmPage } from '../ports/index.ts';
import { syncOrg } from './sync-org.ts';

const notCalled = (): never => expect.fail('not called');
const untilQuiet = () => new Promise((resolve) => setImmediate(resolve));

describe('syncOrg', () => {
  it('reads the first pages of a stream while the last ones of the stream before are stored', async () => {
    const events: string[] = [];
    const page = (stream: string, n: number): CrmPage => ({ stream, records: [], cursor: `${stream} ${n}` });
    const source = {
      orgId: () => Promise.resolve('org'),
      streams: ['Lead', 'Task'],
      describeLeadFields: () => Promise.resolve([]),
      rereadCursor: notCalled,
      async *pages(stream: string, cursor: string | undefined) {
        for (const n of [1, 2]) {
          events.push(`read ${stream} ${n} after ${cursor}`);
          yield page(stream, n);
        }
      },
      apiUsage: () => undefined,
      degradations: () => [],
    };
    const leadHistories = {
      append: async (_org: string, stream: string, _records: unknown, cursor: string | undefined) => {
        await untilQuiet();
        events.push(`stored ${cursor}`);
        return stream === 'Lead' ? 3 : 5;
      },
      findCursor: async (_org: string, stream: string) => `old ${stream}`,
      readHistories: notCalled,
      findHistories: notCalled,
      countLeads: notCalled,
    };
    const ports = {
      ...{ source, leadHistories },
      orgs: {
        find: () => Promise.resolve(undefined),
        list: notCalled,
        saveFields: () => Promise.resolve(),
        markSynced: () => Promise.resolve(),
      },
      fieldEvidence: { recordedChanges: notCalled, leadsByDay: notCalled, unrecordedChanges: notCalled },
      claims: { claim: async () => ({ confirm: () => Promise.resolve(), release: () => Promise.resolve() }) },
      models: { findActive: () => Promise.resolve(undefined), getFile: notCalled },
      scoringSettings: { findNewest: () => Promise.resolve(undefined) },
      clock: { now: () => 0 },
    };
    const { added } = await syncOrg(ports, noProgress);
    expect(events).toEqual([
      'read Lead 1 after old Lead',
      'read Lead 2 after old Lead',
      'read Task 1 after old Task',
      'stored Lead 1',
      'read Task 2 after old Task',
      'stored Lead 2',
      'stored Task 1',
      'stored Task 2',
    ]);
    expect(added).toEqual({ Lead: 6, Task: 10 });
  });
});
