import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../../testing/index.ts';
import { archiveActivities } from './archived-activities.ts';

const org = useTestOrg({ leads: 5 });
const now = Date.parse('2026-11-20T09:00:00Z');
const day = (daysAgo: number): string => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);

const create = async (object: string, fields: object): Promise<string> =>
  (await org.request<{ id: string }>('POST', `/sobjects/${object}`, fields)).body.id;

/** What the platform does in the background. */
function archive(at: number): void {
  const db = new DatabaseSync(join(org.folder, 'org.sqlite'));
  db.exec('PRAGMA busy_timeout = 5000');
  archiveActivities(db, at);
  db.close();
}

const found = async (resource: 'query' | 'queryAll', object: string, condition: string): Promise<string[]> => {
  const soql = encodeURIComponent(`SELECT Id, IsArchived FROM ${object} WHERE ${condition} ORDER BY Subject`);
  const { body } = await org.request<{ records: { Id: string; IsArchived: boolean }[] }>(
    'GET',
    `/${resource}?q=${soql}`,
  );
  return body.records.map(({ Id, IsArchived }) => `${Id}${IsArchived ? ' archived' : ''}`);
};

describe('archived activity', () => {
  it('is returned by queryAll only', async () => {
    const task = (Subject: string, ActivityDate: string | null, Status: string) =>
      create('Task', { Subject, ActivityDate, Status });
    const old = await task('a1', day(400), 'Completed');
    const open = await task('a2', day(400), 'Not Started');
    const recent = await task('a3', day(300), 'Completed');
    archive(now);
    const condition = "Subject LIKE 'a_'";
    expect(await found('query', 'Task', condition)).toEqual([open, recent]);
    expect(await found('query', 'Task', `${condition} AND IsArchived = true`)).toEqual([]);
    expect(await found('queryAll', 'Task', condition)).toEqual([`${old} archived`, open, recent]);
  });

  it('is an event that ended over a year ago, or a closed task created then without a due date', async () => {
    const event = (Subject: string, daysAgo: number) =>
      create('Event', { Subject, StartDateTime: `${day(daysAgo)}T09:00:00Z`, DurationInMinutes: 60 });
    const [old, recent] = [await event('b1', 380), await event('b2', 10)];
    const undated = await create('Task', { Subject: 'c1', Status: 'Completed' });
    archive(now);
    expect(await found('query', 'Event', "Subject LIKE 'b_'")).toEqual([recent]);
    expect(await found('queryAll', 'Event', "Subject LIKE 'b_'")).toEqual([`${old} archived`, recent]);
    expect(await found('query', 'Task', "Subject = 'c1'")).toEqual([undated]);
    archive(now + 370 * DAY_MS);
    expect(await found('query', 'Task', "Subject = 'c1'")).toEqual([]);
  });
});
