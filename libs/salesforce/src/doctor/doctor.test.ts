import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../connection/connect.ts';
import {
  respondToDescribe,
  ordinaryObjects,
  queryResponse,
  type FixtureObjects,
} from '../testing/described-objects.ts';
import {
  CLIENT_SECRET,
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureOrg,
  type FixtureHandler,
} from '../testing/fixture-org.ts';
import { checkOrg } from './doctor.ts';
import type { Finding } from './finding.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const writable = { updateable: true };
const scoreFields = {
  ...Object.fromEntries(
    ['Score', 'Band', 'Qualified', 'Probability', 'Reasons', 'Model', 'Scored_At', 'Input_Hash'].map((name) => [
      `Leadlight_${name}__c`,
      { type: 'string', ...writable },
    ]),
  ),
};
const historyFields = Object.fromEntries(
  ['Key', 'Lead', 'Score', 'Band', 'Probability', 'Reasons', 'Model', 'Scored_At', 'Input_Hash'].map((name) => [
    `${name}__c`,
    { type: 'string', ...writable },
  ]),
);
const readyOrg: FixtureObjects = {
  ...ordinaryObjects,
  Lead: { ...ordinaryObjects.Lead!, ...scoreFields },
  Leadlight_Score_History__c: { Id: 'id', ...historyFields },
};
const NOW = Date.parse('2026-11-22T12:00:00Z');

const without = <T>(of: Readonly<Record<string, T>>, ...names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));

async function findings(handler: FixtureHandler, objects = readyOrg, limit = 'api-usage=10/1000') {
  const headers = { 'Sforce-Limit-Info': limit, date: new Date(NOW).toUTCString() };
  org = await startFixtureOrg((request) => {
    const response = handler(request) ?? respondToDescribe(request, objects);
    if (response) return { ...response, headers: { ...headers, ...response.headers } };
    const soql = request.query.get('q') ?? '';
    if (soql.includes('FROM FieldDefinition')) {
      return { ...queryResponse([{ QualifiedApiName: 'LeadSource', IsFieldHistoryTracked: true }]), headers };
    }
    return request.path.startsWith('/query') ? { ...queryResponse([]), headers } : undefined;
  });
  const options = {
    loginUrl: org.url,
    clientId: 'c',
    clientSecret: CLIENT_SECRET,
    timing: recordedTiming(),
    now: () => NOW,
  };
  const lines: Finding[] = [];
  for await (const line of checkOrg(options as ConnectOptions)) lines.push(line);
  return lines;
}

const bad = (lines: readonly Finding[]) => lines.filter(({ state }) => state !== 'ok');

describe('checkOrg', () => {
  it('has only good findings for an org that is ready, one per check and object', async () => {
    const lines = await findings(() => undefined);
    expect(bad(lines)).toEqual([]);
    expect(lines.map(({ check }) => check)).toEqual([
      'sign-in',
      ...Array.from({ length: 9 }, () => 'objects'),
      'history',
      'write',
      'write',
      'budget',
      'clock',
    ]);
  });

  it('has a remedy for each finding that is not good', async () => {
    const rest = without(readyOrg, 'Event', 'LeadHistory');
    const Task = without(readyOrg.Task!, 'WhoId');
    const objects = { ...rest, Task, Lead: ordinaryObjects.Lead! };
    const lines = bad(await findings(() => undefined, objects, 'api-usage=950/1000'));
    const absent = (name: string) => `${name} cannot be read: the org has no ${name}, or this user may not read it`;
    expect(lines).toMatchObject([
      { check: 'objects', state: 'warning', message: absent('LeadHistory') },
      {
        check: 'objects',
        state: 'warning',
        message: 'EmailMessage cannot be read: this user may not see EmailMessage.Activity.WhoId',
      },
      { check: 'objects', state: 'warning', message: 'Task cannot be read: this user may not see Task.WhoId' },
      { check: 'objects', state: 'warning', message: absent('Event') },
      {
        check: 'history',
        state: 'warning',
        message: expect.stringContaining('cannot be read'),
        remedy: expect.stringContaining('Set History Tracking'),
      },
      { check: 'write', state: 'failed', message: expect.stringContaining('Leadlight_Band__c') },
      { check: 'budget', state: 'failed', message: '950 of 1000 API calls of the last 24 hours are used' },
    ]);
    expect(lines.every(({ remedy }) => remedy !== undefined)).toBe(true);
  });

  it('distinguishes an org without history tracking from a history that the user may not read', async () => {
    const lines = await findings(({ query }) =>
      query.get('q')?.includes('FROM FieldDefinition') ? queryResponse([]) : undefined,
    );
    expect(bad(lines)).toMatchObject([
      { check: 'history', state: 'warning', message: expect.stringContaining('No Lead field has its history tracked') },
    ]);
  });

  it('names standard fields that the user may not see', async () => {
    const Lead = without(readyOrg.Lead!, 'Industry', 'Title');
    expect(bad(await findings(() => undefined, { ...readyOrg, Lead }))).toMatchObject([
      { check: 'fields', state: 'warning', message: 'Lead is read without Lead.Title, Lead.Industry' },
    ]);
  });

  it.each([
    ['Lead', 'updateable', 'failed', 'This user may not edit records of Lead'],
    ['Leadlight_Score_History__c', 'createable', 'warning', 'This user may not create records of'],
    ['Leadlight_Score_History__c', 'updateable', 'warning', 'This user may not edit records of'],
  ])('reports an object that may not be written although its fields may: %s, %s', async (name, right, ...expected) => {
    const lines = await findings((request) => {
      const response = request.path === `/sobjects/${name}/describe` ? respondToDescribe(request, readyOrg) : undefined;
      return response && { ...response, body: { ...(response.body as object), [right]: false } };
    });
    const [state, message] = expected;
    expect(bad(lines)).toMatchObject([{ check: 'write', state, message: expect.stringContaining(message) }]);
  });

  it('names the user, to whom permissions are assigned', async () => {
    const answerUser: FixtureHandler = ({ query }) =>
      query.get('q')?.includes('FROM User') ? queryResponse([{ Username: 'leadlight@example.com' }]) : undefined;
    const [signedIn] = await findings(answerUser);
    expect(signedIn?.message).toContain('as leadlight@example.com (005000000000001AAA)');
  });

  it('reports a used-up API limit once, and with the budget', async () => {
    const lines = await findings(
      ({ path }) => (path.startsWith('/services/oauth2') ? undefined : errorResponse(403, 'REQUEST_LIMIT_EXCEEDED')),
      readyOrg,
      'api-usage=1000/1000',
    );
    expect(bad(lines).map(({ check }) => check)).toEqual(['objects', 'budget']);
  });

  it('reports only rejected credentials, without the secret', async () => {
    const lines = await findings(({ path }) =>
      path === '/services/oauth2/token'
        ? { status: 400, body: { error: 'invalid_client', error_description: CLIENT_SECRET } }
        : undefined,
    );
    expect(lines).toMatchObject([
      { check: 'sign-in', state: 'failed', remedy: expect.stringContaining('External Client App') },
    ]);
    expect(JSON.stringify(lines)).not.toContain(CLIENT_SECRET);
  });

  it('reports a check that the org rejects and continues with the others', async () => {
    const lines = await findings(({ query }) =>
      query.get('q')?.includes('FROM FieldDefinition') ? errorResponse(403, 'INSUFFICIENT_ACCESS') : undefined,
    );
    expect(bad(lines)).toMatchObject([
      { check: 'history', state: 'failed', message: expect.stringContaining('INSUFFICIENT_ACCESS') },
    ]);
  });

  it('reports a clock that differs from the org’s', async () => {
    const lines = await findings((request) => {
      const response = respondToDescribe(request, readyOrg);
      return response && { ...response, headers: { date: new Date(NOW - 400_000).toUTCString() } };
    });
    expect(bad(lines)).toMatchObject([
      { check: 'clock', state: 'warning', message: expect.stringContaining('400 s ahead') },
    ]);
  });
});
