import { afterEach, expect, test } from 'vitest';
import type { ConnectOptions } from '../connection/connect.ts';
import { answerDescribe, ordinaryObjects, queryAnswer, type FixtureObjects } from '../testing/described.ts';
import {
  CLIENT_SECRET,
  noWaiting,
  refusal,
  startFixtureOrg,
  type FixtureOrg,
  type Handler,
} from '../testing/fixture-org.ts';
import { examineOrg, type Finding } from './doctor.ts';

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

async function findings(handler: Handler, objects = readyOrg, limit = 'api-usage=10/1000') {
  const headers = { 'Sforce-Limit-Info': limit, date: new Date(NOW).toUTCString() };
  org = await startFixtureOrg((request) => {
    const answer = handler(request) ?? answerDescribe(request, objects);
    if (answer) return { ...answer, headers: { ...headers, ...answer.headers } };
    const soql = request.query.get('q') ?? '';
    if (soql.includes('FROM FieldDefinition')) {
      return { ...queryAnswer([{ QualifiedApiName: 'LeadSource', IsFieldHistoryTracked: true }]), headers };
    }
    return request.path.startsWith('/query') ? { ...queryAnswer([]), headers } : undefined;
  });
  const options = {
    loginUrl: org.url,
    clientId: 'c',
    clientSecret: CLIENT_SECRET,
    pacing: noWaiting(),
    now: () => NOW,
  };
  const lines: Finding[] = [];
  for await (const line of examineOrg(options as ConnectOptions)) lines.push(line);
  return lines;
}

const bad = (lines: readonly Finding[]) => lines.filter(({ state }) => state !== 'ok');

test('an org that is ready has nothing but good lines, one a check and object', async () => {
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

test('each line that is not good has a remedy', async () => {
  const { Event: _, LeadHistory: __, ...rest } = readyOrg;
  const lines = bad(await findings(() => undefined, { ...rest, Lead: ordinaryObjects.Lead! }, 'api-usage=950/1000'));
  expect(lines).toMatchObject([
    { check: 'objects', state: 'warning', what: 'LeadHistory cannot be read: LeadHistory is missing' },
    { check: 'objects', state: 'warning', what: 'Event cannot be read: Event is missing' },
    { check: 'history', state: 'warning', remedy: expect.stringContaining('Set History Tracking') },
    { check: 'write', state: 'failed', what: expect.stringContaining('Leadlight_Band__c') },
    { check: 'budget', state: 'failed', what: '950 of 1000 API calls of the last 24 hours are used' },
  ]);
  expect(lines.every(({ remedy }) => remedy !== undefined)).toBe(true);
});

test('refused credentials are the only line, without the secret', async () => {
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

test('a check that the org refuses is a line, and the others go on', async () => {
  const lines = await findings(({ query }) =>
    query.get('q')?.includes('FROM FieldDefinition') ? refusal(403, 'INSUFFICIENT_ACCESS') : undefined,
  );
  expect(bad(lines)).toMatchObject([
    { check: 'history', state: 'failed', what: expect.stringContaining('INSUFFICIENT_ACCESS') },
  ]);
});

test('a clock that runs apart is told', async () => {
  const lines = await findings((request) => {
    const answer = answerDescribe(request, readyOrg);
    return answer && { ...answer, headers: { date: new Date(NOW - 400_000).toUTCString() } };
  });
  expect(bad(lines)).toMatchObject([
    { check: 'clock', state: 'warning', what: expect.stringContaining('400 s ahead') },
  ]);
});
