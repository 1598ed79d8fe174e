import { afterEach, describe, expect, it } from 'vitest';
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

describe('streams', () => {
  it('start with leads, so that a lead comes before its children', () => {
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

  describe('leadStream', () => {
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

    it('converts values to their field types, from JSON and from CSV', async () => {
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

    it('leaves out fields that reveal the outcome or change with every activity, and our own score', async () => {
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

    it('dates a conversion at the first moment of its day, and never before the lead', async () => {
      const [later, sameDay] = await recordsOf('Lead', [
        { ...row, IsConverted: true, ConvertedDate: '2026-03-04', ConvertedContactId: '0031' },
        { ...row, IsConverted: true, ConvertedDate: '2026-03-01' },
      ]);
      expect(later).toMatchObject({ convertedAt: at('2026-03-04T00:00:00Z'), contactId: '0031' });
      expect(sameDay).toMatchObject({ convertedAt: at('2026-03-01T10:00:00Z') });
    });

    it('marks a deleted or merged lead as deleted', async () => {
      expect(await recordsOf('Lead', [{ ...row, IsDeleted: true }])).toMatchObject([{ deleted: true }]);
    });
  });

  describe('leadHistoryStream', () => {
    const row = { Id: '0171', IsDeleted: false, LeadId: '00Q1', CreatedDate: '2026-03-02T08:00:00.000+0000' };

    it('converts values to the type of the field', async () => {
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

    it('takes the row with ids of a changed lookup, under the name of the field', async () => {
      const records = await recordsOf('LeadHistory', [
        { ...row, Field: 'Owner', OldValue: 'Ann Lee', NewValue: 'Bo Berg' },
        { ...row, Field: 'Owner', OldValue: '005000000000001AAA', NewValue: '005000000000002AAA' },
      ]);
      expect(records).toMatchObject([{ field: 'OwnerId', newValue: '005000000000002AAA' }]);
    });

    it('leaves out rows that concern no field', async () => {
      const rows = ['created', 'leadConverted', 'IsConverted'].map((Field) => ({
        ...row,
        Field,
        OldValue: null,
        NewValue: null,
      }));
      expect(await recordsOf('LeadHistory', rows)).toEqual([]);
    });
  });

  describe('taskStream', () => {
    const row = {
      ...audit,
      Id: '00T1',
      WhoId: '00Q1',
      TaskSubtype: 'Task',
      CallType: null,
      CompletedDateTime: null,
      ActivityDate: '2026-12-31',
    };

    it('reads the kind from the subtype, and an inbound call as incoming', async () => {
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

    it('dates a task at its completion, never at its due date and never before it was entered', async () => {
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

    it('assigns a task to the contact after conversion', async () => {
      expect(await recordsOf('Task', [{ ...row, WhoId: '0031' }])).toMatchObject([{ partyId: '0031' }]);
    });

    it('leaves out a task without a lead or contact initially and marks it deleted later', async () => {
      expect(await recordsOf('Task', [{ ...row, WhoId: null }])).toEqual([]);
      await org?.close();
      expect(await recordsOf('Task', [{ ...row, WhoId: null }], { initial: false })).toMatchObject([{ deleted: true }]);
    });

    it('counts an e-mail once that is also an EmailMessage', async () => {
      const handler: FixtureHandler = ({ path, query }) =>
        path !== '/queryAll'
          ? undefined
          : query.get('q')?.includes('LIMIT 1')
            ? queryResponse([{ Id: '02s1' }])
            : queryResponse([
                { ...audit, Id: '02s1', ActivityId: '00T1', Activity: { WhoId: '00Q1' }, Incoming: false },
              ]);
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

  it('read the e-mail of a changed e-mail task with the task’s time, because conversion moved it', async () => {
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

  it('date a meeting at its end and ignore an invitee’s copy', async () => {
    const row = { ...audit, Id: '00U1', WhoId: '00Q1', EndDateTime: '2026-03-09T15:00:00.000+0000' };
    expect(await recordsOf('Event', [row, { ...row, IsChild: true }])).toMatchObject([
      { activityKind: 'event', completedAt: at('2026-03-09T15:00:00Z'), incoming: false },
    ]);
  });

  it('read an e-mail with the party of its task and its direction, and ignore drafts', async () => {
    const row = { ...audit, Id: '02s1', ActivityId: '00T1', 'Activity.WhoId': '0031', Incoming: 'true', Status: '2' };
    const sent = { ...row, Incoming: false, MessageDate: '2026-03-02T10:00:00.000+0000', Status: '3' };
    expect(await recordsOf('EmailMessage', [row, sent, { ...sent, Status: '5' }])).toMatchObject([
      { activityKind: 'email', partyId: '0031', incoming: true, completedAt: null },
      { incoming: false, completedAt: at('2026-03-02T10:00:00Z') },
    ]);
  });

  describe('campaignMemberStream', () => {
    const row = { ...audit, Id: '00v1', LeadId: '00Q1', CampaignId: '7011', 'Campaign.Type': 'Webinar' };

    it('reads the type of the campaign', async () => {
      expect(await recordsOf('CampaignMember', [row])).toMatchObject([
        { kind: 'campaignMembership', leadId: '00Q1', campaignId: '7011', campaignType: 'Webinar', respondedAt: null },
      ]);
    });

    it('dates a response at the end of its day, whenever the row was saved', async () => {
      const responded = { ...row, FirstRespondedDate: '2026-03-02' };
      const savedAgain = { ...responded, SystemModstamp: '2026-05-04T10:00:00.000+0000' };
      expect(await recordsOf('CampaignMember', [responded, savedAgain])).toMatchObject([
        { respondedAt: at('2026-03-03T12:00:00Z') },
        { respondedAt: at('2026-03-03T12:00:00Z'), changedAt: at('2026-05-04T10:00:00Z') },
      ]);
      const sameDay = { ...row, FirstRespondedDate: '2026-03-05' };
      expect(await recordsOf('CampaignMember', [sameDay])).toMatchObject([{ respondedAt: at('2026-03-06T12:00:00Z') }]);
    });

    it('leaves out and reports the type of a campaign that the user may not read', async () => {
      const { Campaign: _, ...objects } = ordinaryObjects;
      const plan = await planOf('CampaignMember', objects);
      expect(plan).toMatchObject({ unreadable: ['CampaignMember.Campaign.Type'] });
      expect(!isMissing(plan) && plan.fields.some((field) => field.includes('.'))).toBe(false);
    });
  });

  it('report a required field that is not readable by name', async () => {
    const { WhoId: _, ...task } = ordinaryObjects.Task!;
    expect(await planOf('Task', { ...ordinaryObjects, Task: task })).toEqual({ missing: ['Task.WhoId'] });
  });

  describe('opportunityStream', () => {
    const row = { ...audit, Id: '0061', IsWon: true, CloseDate: '2026-03-04', LastStageChangeDate: null };

    it.each([
      ['the stage’s last change', { LastStageChangeDate: '2026-03-03T12:00:00.000+0000' }, '2026-03-03T12:00:00Z'],
      ['the beginning of its close date', {}, '2026-03-04T00:00:00Z'],
      ['its saving, where the close date lies ahead', { CloseDate: '2027-01-01' }, '2026-03-05T10:00:00Z'],
      ['its creation, where the close date lies before', { CloseDate: '2020-01-01' }, '2026-03-01T10:00:00Z'],
    ])('dates a win at %s', async (_, facts, wonAt) => {
      expect(await recordsOf('Opportunity', [{ ...row, ...facts }])).toMatchObject([
        { kind: 'opportunity', createdAt: at('2026-03-01T10:00:00Z'), wonAt: at(wonAt) },
      ]);
    });

    it('has no win time for an open or lost opportunity', async () => {
      expect(await recordsOf('Opportunity', [{ ...row, IsWon: 'false' }])).toMatchObject([{ wonAt: null }]);
    });
  });

  it('keep only contacts that were merged into others', async () => {
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

  describe('userStream', () => {
    const { IsDeleted: _, ...dated } = audit;
    const row = { ...dated, Id: '0051', Name: 'Amelia Stone', IsActive: true, UserType: 'Standard' };

    it('reads internal users by name, including machine users', async () => {
      expect(
        await recordsOf('User', [row, { ...row, Id: '0052', IsActive: 'false', UserType: 'AutomatedProcess' }]),
      ).toEqual([
        {
          ...{ kind: 'user', id: '0051', name: 'Amelia Stone', userType: 'Standard', active: true, deleted: false },
          managerId: null,
          ...{ createdAt: at('2026-03-01T10:00:00Z'), changedAt: at('2026-03-05T10:00:00Z') },
        },
        expect.objectContaining({ id: '0052', userType: 'AutomatedProcess', active: false, deleted: false }),
      ]);
    });

    it('reads who leads whom', async () => {
      expect(await recordsOf('User', [{ ...row, ManagerId: '0059' }])).toMatchObject([{ managerId: '0059' }]);
    });

    it.each(['CspLitePortal', 'CustomerSuccess', 'PowerCustomerSuccess', 'SelfService', 'Guest'])(
      'never requests portal users (%s), and deletes an internal user who became one',
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

    it('is unreadable in an org that shows no users', async () => {
      const { User: _users, ...withoutUsers } = ordinaryObjects;
      expect(await planOf('User', withoutUsers)).toEqual({ missing: ['User'] });
    });
  });
});
