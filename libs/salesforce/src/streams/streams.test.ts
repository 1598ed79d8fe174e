import { afterEach, describe, expect, test } from 'vitest';
import type { HistoryRecord } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import type { Row } from '../query/query.ts';
import { respondToDescribe, ordinaryObjects, queryResponse } from '../testing/described-objects.ts';
import { startFixtureOrg, type FixtureOrg, type FixtureHandler } from '../testing/fixture-org.ts';
import { streams } from './index.ts';
import { EmailTaskIndex } from './email-task-index.ts';
import { isMissing, type StreamContext } from './stream.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const viewOf = (connection: SalesforceConnection): StreamContext => ({
  connection,
  schema: createOrgSchema(connection),
  emails: new EmailTaskIndex(100),
});

const withoutEmails: FixtureHandler = ({ path }) => (path === '/queryAll' ? queryResponse([]) : undefined);

async function planOf(name: string, objects = ordinaryObjects, handler: FixtureHandler = withoutEmails) {
  org = await startFixtureOrg((request) => handler(request) ?? respondToDescribe(request, objects));
  const connection = await org.connect();
  return streams.find((stream) => stream.name === name)!.plan(viewOf(connection));
}

async function recordsOf(
  name: string,
  rows: readonly Row[],
  { initial = true, handler }: { initial?: boolean; handler?: FixtureHandler } = {},
): Promise<readonly HistoryRecord[]> {
  const plan = await planOf(name, ordinaryObjects, handler);
  if (isMissing(plan)) throw new Error(`${name} is missing ${plan.missing.join()}`);
  return plan.records(rows, initial);
}

const audit = {
  IsDeleted: false,
  CreatedDate: '2026-03-01T10:00:00.000+0000',
  SystemModstamp: '2026-03-05T10:00:00.000+0000',
};
const at = (text: string): number => Date.parse(text);

test('leads come first, so that a child never comes before its lead', () => {
  expect(streams.map(({ name }) => name)).toEqual([
    'Lead',
    'LeadHistory',
    'EmailMessage',
    'Task',
    'Event',
    'CampaignMember',
    'Opportunity',
    'Contact',
    'User',
  ]);
});

describe('Lead', () => {
  const row = {
    ...audit,
    Id: '00Q1',
    IsConverted: false,
    ConvertedDate: null,
    ConvertedContactId: null,
    ConvertedOpportunityId: null,
    Company: 'Acme',
    NumberOfEmployees: 12,
    HasOptedOutOfEmail: false,
    LeadSource: null,
  };

  test('values have their fields’ types, whether they came as JSON or as CSV', async () => {
    const csv = {
      ...row,
      IsDeleted: 'false',
      IsConverted: 'false',
      NumberOfEmployees: '12',
      HasOptedOutOfEmail: 'false',
    };
    const [fromJson, fromCsv] = await recordsOf('Lead', [row, csv]);
    expect(fromCsv).toEqual(fromJson);
    expect(fromJson).toMatchObject({
      kind: 'lead',
      id: '00Q1',
      createdAt: at('2026-03-01T10:00:00Z'),
      changedAt: at('2026-03-05T10:00:00Z'),
      convertedAt: null,
      fields: { Company: 'Acme', NumberOfEmployees: 12, HasOptedOutOfEmail: false, LeadSource: null },
    });
  });

  test('what tells the outcome, what changes with every touch and our own score never leave the org', async () => {
    const plan = await planOf('Lead');
    const [record] = await recordsOf('Lead', [{ ...row, IsConverted: true, ConvertedDate: '2026-03-04' }]);
    expect(!isMissing(plan) && plan.fields).not.toContain('Leadlight_Score__c');
    for (const field of [
      'IsConverted',
      'ConvertedDate',
      'SystemModstamp',
      'LastActivityDate',
      'IsDeleted',
      'Address',
    ]) {
      expect(record).not.toHaveProperty(['fields', field]);
    }
  });

  test('a conversion is dated at the first moment of its day, and never before the lead', async () => {
    const [later, sameDay] = await recordsOf('Lead', [
      { ...row, IsConverted: true, ConvertedDate: '2026-03-04', ConvertedContactId: '0031' },
      { ...row, IsConverted: true, ConvertedDate: '2026-03-01' },
    ]);
    expect(later).toMatchObject({ convertedAt: at('2026-03-04T00:00:00Z'), contactId: '0031' });
    expect(sameDay).toMatchObject({ convertedAt: at('2026-03-01T10:00:00Z') });
  });

  test('a deleted or merged lead is told as deleted', async () => {
    expect(await recordsOf('Lead', [{ ...row, IsDeleted: true }])).toMatchObject([{ deleted: true }]);
  });
});

describe('LeadHistory', () => {
  const row = { Id: '0171', IsDeleted: false, LeadId: '00Q1', CreatedDate: '2026-03-02T08:00:00.000+0000' };

  test('a change has the types of its field', async () => {
    const [typed] = await recordsOf('LeadHistory', [
      { ...row, Field: 'NumberOfEmployees', OldValue: '5', NewValue: 12 },
    ]);
    expect(typed).toEqual({
      kind: 'fieldChange',
      id: '0171',
      changedAt: at('2026-03-02T08:00:00Z'),
      deleted: false,
      leadId: '00Q1',
      field: 'NumberOfEmployees',
      oldValue: 5,
      newValue: 12,
    });
  });

  test('of a lookup’s two rows only the one with ids counts, under the field’s own name', async () => {
    const records = await recordsOf('LeadHistory', [
      { ...row, Field: 'Owner', OldValue: 'Ann Lee', NewValue: 'Bo Berg' },
      { ...row, Field: 'Owner', OldValue: '005000000000001AAA', NewValue: '005000000000002AAA' },
    ]);
    expect(records).toMatchObject([{ field: 'OwnerId', newValue: '005000000000002AAA' }]);
  });

  test('rows about no field are left out', async () => {
    const rows = ['created', 'leadConverted', 'IsConverted'].map((Field) => ({
      ...row,
      Field,
      OldValue: null,
      NewValue: null,
    }));
    expect(await recordsOf('LeadHistory', rows)).toEqual([]);
  });
});

describe('Task', () => {
  const row = {
    ...audit,
    Id: '00T1',
    WhoId: '00Q1',
    TaskSubtype: 'Task',
    CallType: null,
    CompletedDateTime: null,
    ActivityDate: '2026-12-31',
  };

  test('its subtype says what it is; an inbound call is the lead’s doing', async () => {
    const records = await recordsOf('Task', [
      row,
      { ...row, TaskSubtype: 'Call', CallType: 'Inbound' },
      { ...row, TaskSubtype: 'Call', CallType: 'Outbound' },
      { ...row, TaskSubtype: 'Email' },
    ]);
    expect(records).toMatchObject([
      { activityKind: 'task', incoming: false },
      { activityKind: 'call', incoming: true },
      { activityKind: 'call', incoming: false },
      { activityKind: 'email', incoming: false },
    ]);
  });

  test('it is done when it was completed, never at its due date, and never before it was entered', async () => {
    const records = await recordsOf('Task', [
      row,
      { ...row, CompletedDateTime: '2026-03-03T09:00:00.000+0000' },
      { ...row, CompletedDateTime: '2026-02-01T09:00:00.000+0000' },
    ]);
    expect(records).toMatchObject([
      { completedAt: null },
      { completedAt: at('2026-03-03T09:00:00Z') },
      { completedAt: at('2026-03-01T10:00:00Z') },
    ]);
  });

  test('after conversion it hangs on the contact', async () => {
    expect(await recordsOf('Task', [{ ...row, WhoId: '0031' }])).toMatchObject([{ partyId: '0031' }]);
  });

  test('one that belongs to nobody is left out at first, and takes itself back later', async () => {
    expect(await recordsOf('Task', [{ ...row, WhoId: null }])).toEqual([]);
    await org?.close();
    expect(await recordsOf('Task', [{ ...row, WhoId: null }], { initial: false })).toMatchObject([{ deleted: true }]);
  });

  test('an e-mail that is also an EmailMessage is not counted twice', async () => {
    const handler: FixtureHandler = ({ path, query }) =>
      path !== '/queryAll'
        ? undefined
        : query.get('q')?.includes('LIMIT 1')
          ? queryResponse([{ Id: '02s1' }])
          : queryResponse([{ ...audit, Id: '02s1', ActivityId: '00T1', Activity: { WhoId: '00Q1' }, Incoming: false }]);
    const emails = [
      { ...row, TaskSubtype: 'Email' },
      { ...row, Id: '00T2', TaskSubtype: 'Email' },
    ];
    expect(await recordsOf('Task', emails, { handler })).toMatchObject([
      { id: '00T2', activityKind: 'email' },
      { id: '02s1', activityKind: 'email', deleted: false },
    ]);
    expect(org!.requests.at(-1)?.query.get('q')).toContain("FROM EmailMessage WHERE ActivityId IN ('00T1','00T2')");
  });
});

test('a changed e-mail task brings its e-mail along, as new as itself: conversion moved it', async () => {
  const moved = '2026-04-01T10:00:00.000+0000';
  const message = {
    ...audit,
    Id: '02s1',
    ActivityId: '00T1',
    Activity: { WhoId: '0031', SystemModstamp: moved },
    Incoming: true,
  };
  const handler: FixtureHandler = ({ path }) => (path === '/queryAll' ? queryResponse([message]) : undefined);
  const row = { ...audit, Id: '00T1', WhoId: '0031', TaskSubtype: 'Email', SystemModstamp: moved };
  expect(await recordsOf('Task', [row], { initial: false, handler })).toMatchObject([
    { id: '00T1', deleted: true },
    { id: '02s1', deleted: false, partyId: '0031', incoming: true, changedAt: at(moved) },
  ]);
});

test('a meeting is done at its end; a copy for an invitee is no meeting', async () => {
  const row = { ...audit, Id: '00U1', WhoId: '00Q1', EndDateTime: '2026-03-09T15:00:00.000+0000' };
  expect(await recordsOf('Event', [row, { ...row, IsChild: true }])).toMatchObject([
    { activityKind: 'event', completedAt: at('2026-03-09T15:00:00Z'), incoming: false },
  ]);
});

test('an e-mail concerns whom its task concerns, knows its direction, and a draft is none', async () => {
  const row = { ...audit, Id: '02s1', ActivityId: '00T1', 'Activity.WhoId': '0031', Incoming: 'true', Status: '2' };
  const sent = { ...row, Incoming: false, MessageDate: '2026-03-02T10:00:00.000+0000', Status: '3' };
  expect(await recordsOf('EmailMessage', [row, sent, { ...sent, Status: '5' }])).toMatchObject([
    { activityKind: 'email', partyId: '0031', incoming: true, completedAt: null },
    { incoming: false, completedAt: at('2026-03-02T10:00:00Z') },
  ]);
});

describe('CampaignMember', () => {
  const row = { ...audit, Id: '00v1', LeadId: '00Q1', CampaignId: '7011', 'Campaign.Type': 'Webinar' };

  test('a membership has its campaign’s type', async () => {
    expect(await recordsOf('CampaignMember', [row])).toMatchObject([
      { kind: 'campaignMembership', leadId: '00Q1', campaignId: '7011', campaignType: 'Webinar', respondedAt: null },
    ]);
  });

  test('a response counts from the end of its day, whenever the row was saved: a conversion saves it again', async () => {
    const responded = { ...row, FirstRespondedDate: '2026-03-02' };
    const savedAgain = { ...responded, SystemModstamp: '2026-05-04T10:00:00.000+0000' };
    expect(await recordsOf('CampaignMember', [responded, savedAgain])).toMatchObject([
      { respondedAt: at('2026-03-03T12:00:00Z') },
      { respondedAt: at('2026-03-03T12:00:00Z'), changedAt: at('2026-05-04T10:00:00Z') },
    ]);
    const sameDay = { ...row, FirstRespondedDate: '2026-03-05' };
    expect(await recordsOf('CampaignMember', [sameDay])).toMatchObject([{ respondedAt: at('2026-03-06T12:00:00Z') }]);
  });

  test('a campaign that the user may not read leaves the type out and is told', async () => {
    const { Campaign: _, ...objects } = ordinaryObjects;
    const plan = await planOf('CampaignMember', objects);
    expect(plan).toMatchObject({ unreadable: ['CampaignMember.Campaign.Type'] });
    expect(!isMissing(plan) && plan.fields.some((field) => field.includes('.'))).toBe(false);
  });
});

test('a required field that is not readable takes its stream away, by name', async () => {
  const { WhoId: _, ...task } = ordinaryObjects.Task!;
  expect(await planOf('Task', { ...ordinaryObjects, Task: task })).toEqual({ missing: ['Task.WhoId'] });
});

describe('Opportunity', () => {
  const row = { ...audit, Id: '0061', IsWon: true, CloseDate: '2026-03-04', LastStageChangeDate: null };

  test.each([
    ['the stage’s last change', { LastStageChangeDate: '2026-03-03T12:00:00.000+0000' }, '2026-03-03T12:00:00Z'],
    ['the beginning of its close date', {}, '2026-03-04T00:00:00Z'],
    ['its saving, where the close date lies ahead', { CloseDate: '2027-01-01' }, '2026-03-05T10:00:00Z'],
    ['its creation, where the close date lies before', { CloseDate: '2020-01-01' }, '2026-03-01T10:00:00Z'],
  ])('counts as won at %s', async (_, facts, wonAt) => {
    expect(await recordsOf('Opportunity', [{ ...row, ...facts }])).toMatchObject([
      { kind: 'opportunity', createdAt: at('2026-03-01T10:00:00Z'), wonAt: at(wonAt) },
    ]);
  });

  test('that is open or lost has no time of winning', async () => {
    expect(await recordsOf('Opportunity', [{ ...row, IsWon: 'false' }])).toMatchObject([{ wonAt: null }]);
  });
});

test('of contacts only those are kept that were merged into others', async () => {
  const merged = { ...audit, Id: '0031', IsDeleted: 'true', MasterRecordId: '0032' };
  const others = [
    { ...merged, MasterRecordId: null },
    { ...merged, IsDeleted: false, MasterRecordId: null },
  ];
  expect(await recordsOf('Contact', [merged, ...others])).toEqual([
    {
      kind: 'contact',
      id: '0031',
      deleted: true,
      masterId: '0032',
      createdAt: at('2026-03-01T10:00:00Z'),
      changedAt: at('2026-03-05T10:00:00Z'),
    },
  ]);
});

describe('User', () => {
  const { IsDeleted: _, ...dated } = audit;
  const row = { ...dated, Id: '0051', Name: 'Amelia Stone', IsActive: true, UserType: 'Standard' };

  test('colleagues are told by name, machines among them', async () => {
    expect(
      await recordsOf('User', [row, { ...row, Id: '0052', IsActive: 'false', UserType: 'AutomatedProcess' }]),
    ).toEqual([
      {
        ...{ kind: 'user', id: '0051', name: 'Amelia Stone', userType: 'Standard', active: true, deleted: false },
        ...{ createdAt: at('2026-03-01T10:00:00Z'), changedAt: at('2026-03-05T10:00:00Z') },
      },
      expect.objectContaining({ id: '0052', userType: 'AutomatedProcess', active: false, deleted: false }),
    ]);
  });

  test.each(['CspLitePortal', 'CustomerSuccess', 'PowerCustomerSuccess', 'SelfService', 'Guest'])(
    'customers of a portal (%s) are never asked for; a colleague who became one is forgotten',
    async (UserType) => {
      const plan = await planOf('User');
      expect(!isMissing(plan) && plan.initialWhere.join()).toContain(`'${UserType}'`);
      await org?.close();
      const outsider = { ...row, UserType };
      expect(await recordsOf('User', [outsider])).toEqual([]);
      await org?.close();
      expect(await recordsOf('User', [outsider], { initial: false })).toMatchObject([{ id: '0051', deleted: true }]);
    },
  );

  test('an org that shows no users is read without them', async () => {
    const { User: _users, ...withoutUsers } = ordinaryObjects;
    expect(await planOf('User', withoutUsers)).toEqual({ missing: ['User'] });
  });
});
