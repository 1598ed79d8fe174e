import { afterEach, describe, expect, it } from 'vitest';
import { queryAllRowsBatched, queryAllFirstPages } from './composite.ts';
import { respondToQueries } from '../testing/composite.ts';
import { queryResponse } from '../testing/described-objects.ts';
import { errorResponse, startFixtureOrg, type FixtureResponse, type FixtureOrg } from '../testing/fixture-org.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

async function asking(respondTo: (soql: string) => FixtureResponse) {
  org = await startFixtureOrg((request) => respondToQueries(request, respondTo));
  const connection = await org.connect();
  return { connection, calls: () => org!.requests.filter(({ path }) => path !== '/services/oauth2/token') };
}

const selects = (...objects: readonly string[]) => objects.map((object) => ({ object, fields: ['Id'] }));

describe('queryAllFirstPages', () => {
  it('sends five queries in one call and six in two, and keeps their order', async () => {
    const { connection, calls } = await asking((soql) => queryResponse([{ Id: soql }]));
    const responses = await queryAllFirstPages(connection, selects('A', 'B', 'C', 'D', 'E'));
    expect(responses.map(({ rows }) => rows[0]?.Id)).toEqual('ABCDE'.split('').map((name) => `SELECT Id FROM ${name}`));
    expect(calls()).toHaveLength(1);
    await queryAllFirstPages(connection, selects('A', 'B', 'C', 'D', 'E', 'F'));
    expect(calls()).toHaveLength(3);
  });

  it('reports a rejected query with the object and the org’s message', async () => {
    const { connection } = await asking((soql) =>
      soql.endsWith('Task')
        ? errorResponse(400, 'INVALID_TYPE', "sObject type 'Task' is not supported.")
        : queryResponse([]),
    );
    await expect(queryAllFirstPages(connection, selects('Lead', 'Task'))).rejects.toMatchObject({
      code: 'object_missing',
      message: expect.stringContaining("Query of Task: INVALID_TYPE: sObject type 'Task'"),
      facts: { object: 'Task' },
    });
  });

  it('is followed to the last page by queryAllRowsBatched', async () => {
    const later = '/services/data/v68.0/query/01g-2000';
    org = await startFixtureOrg((request) =>
      request.path === '/query/01g-2000'
        ? queryResponse([{ Id: 'last' }])
        : respondToQueries(request, () => queryResponse([{ Id: 'first' }], { done: false, nextRecordsUrl: later })),
    );
    expect(await queryAllRowsBatched(await org.connect(), selects('Lead'))).toEqual([
      [{ Id: 'first' }, { Id: 'last' }],
    ]);
  });

  it('rejects a response without one of the queries', async () => {
    org = await startFixtureOrg(({ path }) =>
      path === '/composite' ? { body: { compositeResponse: [] } } : undefined,
    );
    await expect(queryAllFirstPages(await org.connect(), selects('Lead'))).rejects.toMatchObject({
      code: 'response_unreadable',
    });
  });
});
