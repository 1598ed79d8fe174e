import type { DatabaseSync } from 'node:sqlite';
import { type CompanyRecord, integrationUserId } from '../company/index.ts';
import { recordId } from '../company/record-id.ts';
import { caseStatuses, opportunityStages } from '../company/stages.ts';
import type { ComponentStore } from '../metadata/component-store.ts';
import { textOf } from '../metadata/xml.ts';
import { createInserts } from './load-company.ts';
import type { Schema } from './schema/schema.ts';

/** User licences and their profiles, by the names that a Developer Edition gives them. */
const LICENSES = [
  {
    key: 'SFDC',
    name: 'Salesforce',
    profiles: ['System Administrator', 'Standard User', 'Minimum Access - Salesforce'],
  },
  {
    key: 'SFDC_INTEGRATION',
    name: 'Salesforce Integration',
    profiles: ['Minimum Access - API Only Integrations', 'Salesforce API Only System Integrations'],
  },
] as const;

/** The licence of users that only call APIs: it allows no standard object. */
export const INTEGRATION_LICENSE = 'Salesforce Integration';
/** Assigned to such a user, it allows permission sets with standard objects. */
export const INTEGRATION_PERMISSION_SET_LICENSE = 'SalesforceAPIIntegrationPsl';

type Insert = (object: string, record: CompanyRecord) => void;

/** Writes what the stages of opportunities and the statuses of cases mean. */
export function seedStages(db: DatabaseSync, schema: Schema, at: string): void {
  if (db.prepare('SELECT 1 AS seeded FROM "OpportunityStage" LIMIT 1').get()) return;
  const inserts = createInserts(db, schema);
  const by = integrationUserId;
  const audit = { CreatedDate: at, CreatedById: by, LastModifiedDate: at, LastModifiedById: by, SystemModstamp: at };
  opportunityStages.forEach(({ value, probability, isClosed, isWon }, index) =>
    inserts('OpportunityStage')({
      Id: recordId('01J', index + 1),
      MasterLabel: value,
      ApiName: value,
      IsActive: true,
      SortOrder: index + 1,
      IsClosed: isClosed,
      IsWon: isWon,
      DefaultProbability: probability,
      ...audit,
    }),
  );
  caseStatuses.forEach(({ value, isClosed }, index) =>
    inserts('CaseStatus')({
      Id: recordId('01K', index + 1),
      MasterLabel: value,
      ApiName: value,
      SortOrder: index + 1,
      IsDefault: index === 0,
      IsClosed: isClosed,
      ...audit,
    }),
  );
}

/** Creates the licences and profiles of a new org, and gives every user a profile. */
export function seedSetupRecords(db: DatabaseSync, schema: Schema, at: string): void {
  if (db.prepare('SELECT 1 AS seeded FROM "Profile" LIMIT 1').get()) return;
  const inserts = createInserts(db, schema);
  const audit = {
    CreatedDate: at,
    CreatedById: integrationUserId,
    LastModifiedDate: at,
    LastModifiedById: integrationUserId,
    SystemModstamp: at,
  };
  const insert: Insert = (object, record) => inserts(object)({ ...audit, ...record });
  let serial = 0;
  for (const [index, { key, name, profiles }] of LICENSES.entries()) {
    const license = recordId('100', index + 1);
    const counts = { TotalLicenses: 50, UsedLicenses: 0 };
    insert('UserLicense', {
      Id: license,
      LicenseDefinitionKey: key,
      Name: name,
      MasterLabel: name,
      Status: 'Active',
      ...counts,
    });
    for (const profile of profiles) {
      serial += 1;
      insertProfile(insert, serial, profile, license);
    }
  }
  insert('PermissionSetLicense', {
    Id: recordId('0PL', 1),
    DeveloperName: INTEGRATION_PERMISSION_SET_LICENSE,
    MasterLabel: 'Salesforce API Integration',
    PermissionSetLicenseKey: INTEGRATION_PERMISSION_SET_LICENSE,
    Status: 'Active',
    TotalLicenses: 5,
    UsedLicenses: 0,
  });
  const setProfile = 'UPDATE "User" SET "ProfileId" = ? WHERE "ProfileId" IS NULL AND ("Id" = ?) = ?';
  db.prepare(setProfile).run(recordId('00e', 1), integrationUserId, 1);
  db.prepare(setProfile).run(recordId('00e', 2), integrationUserId, 0);
}

/** Ids of the permission sets of profiles lie above those of deployed ones. */
const PROFILE_PERMISSION_SETS = 1_000_000;

function insertProfile(insert: Insert, serial: number, name: string, license: string): void {
  const id = recordId('00e', serial);
  insert('Profile', { Id: id, Name: name, UserType: 'Standard', UserLicenseId: license });
  insert('PermissionSet', {
    Id: recordId('0PS', PROFILE_PERMISSION_SETS + serial),
    Name: `X${id}`,
    Label: id,
    LicenseId: license,
    ProfileId: id,
    IsOwnedByProfile: true,
    IsCustom: false,
    Type: 'Profile',
  });
}

/** Replaces the records of permission sets with what is deployed; assignments of removed ones are deleted. */
export function writePermissionSets(db: DatabaseSync, schema: Schema, components: ComponentStore): void {
  const insert = createInserts(db, schema)('PermissionSet');
  db.exec('DELETE FROM "PermissionSet" WHERE "IsOwnedByProfile" = 0');
  for (const { id, fullName, body, createdDate, modifiedDate } of components.ofType('PermissionSet')) {
    insert({
      Id: id,
      Name: fullName,
      Label: textOf(body, 'label') ?? fullName,
      Description: textOf(body, 'description') ?? null,
      LicenseId: null,
      ProfileId: null,
      IsOwnedByProfile: false,
      IsCustom: true,
      Type: 'Regular',
      CreatedDate: createdDate,
      CreatedById: integrationUserId,
      LastModifiedDate: modifiedDate,
      LastModifiedById: integrationUserId,
      SystemModstamp: modifiedDate,
    });
  }
  db.exec('DELETE FROM "PermissionSetAssignment" WHERE "PermissionSetId" NOT IN (SELECT "Id" FROM "PermissionSet")');
}
