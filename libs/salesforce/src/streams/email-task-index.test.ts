import { afterEach, describe, expect, it } from 'vitest';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { respondToDescribe, ordinaryObjects, queryResponse } from '../testing/described-objects.ts';
import { startFixtureOrg, type FixtureOrg } from '../testing/fixture-org.ts';
import { getStream } from './index.ts';
import { EmailTaskIndex } from './email-task-index.ts';
import { isMissing, type StreamContext } from './stream.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const viewOf = (connection: SalesforceConnection): StreamContext => ({
  connection,
  schema: createOrgSchema(connection),
  emails: new EmailTaskIndex(100),
});

const audit = {
  IsDeleted: false,
  CreatedDate: '2026-03-01T10:00:00.000+0000',
  SystemModstamp: '2026-03-05T10:00:00.000+0000',
};
const at = (text: string): number => Date.parse(text);

describe('EmailTaskIndex', () => {
  it('saves the query for tasks whose e-mail was read before', async () => {
    org = await startFixtureOrg((request) =>
      request.path === '/queryAll' ? queryResponse([{ Id: '02s1' }]) : respondToDescribe(request, ordinaryObjects),
    );
    const view = viewOf(await org.connect());
    const [emails, tasks] = await Promise.all([getStream('EmailMessage').plan(view), getStream('Task').plan(view)]);
    if (isMissing(emails) || isMissing(tasks)) throw new Error('Both are there.');
    const taskId = '00T000000000001AAA';
    emails.onPassStart?.(at('2026-03-06T10:00:00Z'));
    await emails.records([{ ...audit, Id: '02s1', ActivityId: taskId, 'Activity.WhoId': '00Q1' }], true);
    const row = { ...audit, Id: taskId, WhoId: '00Q1', TaskSubtype: 'Email' };
    expect(await tasks.records([row], true)).toEqual([]);
    const emailQueries = () => org!.requests.filter(({ query }) => query.get('q')?.includes(' IN '));
    expect(emailQueries()).toEqual([]);
    // Moved while the e-mails were read, or after a kill since then: its e-mail may have been read before the move.
    await tasks.records([{ ...row, SystemModstamp: '2026-03-06T09:50:00.000+0000' }], true);
    expect(emailQueries()).toHaveLength(1);
  });

  it('requests only the id of an e-mail that was read beyond the capacity', async () => {
    org = await startFixtureOrg((request) =>
      request.path === '/queryAll'
        ? queryResponse([{ Id: '02s1', ActivityId: '00T000000000002AAA', IsDeleted: false }])
        : respondToDescribe(request, ordinaryObjects),
    );
    const emails = new EmailTaskIndex(1);
    emails.startPass(at('2026-03-06T10:00:00Z'));
    emails.add('00T000000000001AAA');
    const tasks = await getStream('Task').plan({ ...viewOf(await org.connect()), emails });
    if (isMissing(tasks)) throw new Error('Tasks are there.');
    const row = { ...audit, WhoId: '00Q1', TaskSubtype: 'Email' };
    const ids = [1, 2, 3].map((n) => `00T00000000000${n}AAA`);
    expect(
      await tasks.records(
        ids.map((Id) => ({ ...row, Id })),
        true,
      ),
    ).toMatchObject([{ id: ids[2] }]);
    expect(org.requests.at(-1)?.query.get('q')).toBe(
      `SELECT ActivityId, IsDeleted FROM EmailMessage WHERE ActivityId IN ('${ids[1]}','${ids[2]}')`,
    );
  });
});
