import type { FixtureResponse, FixtureRequest } from './fixture-org.ts';

type FixtureField = string | Readonly<Record<string, unknown>>;

/** A describe response. Fields are given by their type, or by several properties. */
export const describeResponse = (name: string, fields: Readonly<Record<string, FixtureField>>): FixtureResponse => ({
  body: {
    name,
    queryable: true,
    updateable: true,
    createable: true,
    fields: Object.entries(fields).map(([field, facts]) => ({
      name: field,
      label: field,
      custom: field.endsWith('__c'),
      ...(typeof facts === 'string' ? { type: facts } : facts),
    })),
  },
});

const audit = { Id: 'id', IsDeleted: 'boolean', CreatedDate: 'datetime', SystemModstamp: 'datetime' };

export type FixtureObjects = Readonly<Record<string, Readonly<Record<string, FixtureField>>>>;

/** The objects that are read, as a typical org describes them. */
export const ordinaryObjects: FixtureObjects = {
  Lead: {
    ...audit,
    IsConverted: 'boolean',
    ConvertedDate: 'date',
    ConvertedContactId: 'reference',
    ConvertedOpportunityId: 'reference',
    Company: 'string',
    Title: 'string',
    Email: 'email',
    Phone: 'phone',
    MobilePhone: 'phone',
    Website: 'url',
    Address: 'address',
    City: { type: 'string', compoundFieldName: 'Address' },
    State: { type: 'string', compoundFieldName: 'Address' },
    Country: { type: 'string', compoundFieldName: 'Address' },
    LeadSource: 'picklist',
    Industry: 'picklist',
    NumberOfEmployees: 'int',
    AnnualRevenue: 'currency',
    HasOptedOutOfEmail: 'boolean',
    DoNotCall: 'boolean',
    OwnerId: 'reference',
    Description: { type: 'textarea', length: 32_000 },
    Number__c: { type: 'string', autoNumber: true },
    Score_Formula__c: { type: 'double', calculated: true },
    Leadlight_Score__c: 'double',
    LastActivityDate: 'date',
  },
  LeadHistory: {
    Id: 'id',
    IsDeleted: 'boolean',
    LeadId: 'reference',
    Field: 'picklist',
    OldValue: 'anyType',
    NewValue: 'anyType',
    CreatedDate: 'datetime',
  },
  Task: { ...audit, WhoId: 'reference', CompletedDateTime: 'datetime', TaskSubtype: 'picklist', CallType: 'picklist' },
  Event: { ...audit, WhoId: 'reference', EndDateTime: 'datetime' },
  EmailMessage: {
    ...audit,
    ActivityId: { type: 'reference', relationshipName: 'Activity', referenceTo: ['Task'] },
    Incoming: 'boolean',
    MessageDate: 'datetime',
    Status: 'picklist',
  },
  CampaignMember: {
    ...audit,
    LeadId: 'reference',
    CampaignId: { type: 'reference', relationshipName: 'Campaign', referenceTo: ['Campaign'] },
    FirstRespondedDate: 'date',
  },
  Campaign: { ...audit, Type: 'picklist' },
  Opportunity: { ...audit, IsWon: 'boolean', CloseDate: 'date', LastStageChangeDate: 'datetime' },
  Contact: { ...audit, MasterRecordId: 'reference' },
  User: {
    Id: 'id',
    Name: 'string',
    IsActive: 'boolean',
    UserType: 'picklist',
    CreatedDate: 'datetime',
    SystemModstamp: 'datetime',
  },
};

/** Responds to describe requests; undefined for missing objects, which get the fixture org's 404. */
export function respondToDescribe(
  { path }: FixtureRequest,
  objects: FixtureObjects = ordinaryObjects,
): FixtureResponse | undefined {
  const name = /^\/sobjects\/(\w+)\/describe$/.exec(path)?.[1];
  const fields = name === undefined ? undefined : objects[name];
  return name !== undefined && fields ? describeResponse(name, fields) : undefined;
}

/** A query result with these rows. */
export const queryResponse = (rows: readonly object[], properties: object = {}): FixtureResponse => ({
  body: { totalSize: rows.length, done: true, records: rows, ...properties },
});

export const countResponse = (totalSize: number, headers: Readonly<Record<string, string>> = {}): FixtureResponse => ({
  body: { totalSize, done: true, records: [] },
  headers,
});
