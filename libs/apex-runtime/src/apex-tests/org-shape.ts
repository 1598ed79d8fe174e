import { withFeatures } from '../database/features.ts';
import { withNamespace } from '../database/namespace.ts';
import { buildSchema } from '../database/build-schema.ts';
import type { ObjectPermission, OrgMetadata } from '../database/metadata.ts';
import { MemoryDatabase } from '../database/memory/memory-database.ts';
import type { OrgRules } from '../database/memory/save-rules.ts';
import { ORGANIZATION_ID, type Schema } from '../database/schema.ts';
import { T } from '../types/builtin.ts';
import { toNumberType } from '../types/conversions.ts';
import { ApexDecimal } from '../values/decimal.ts';
import { ApexBlob, ApexDatetime, type Value } from '../values/values.ts';

/** A profile of an org: what it grants on leads and whether it sees all data. */
export interface ProfileShape {
  name: string;
  license: string;
  userType: string;
  objects: Partial<ObjectPermission>[];
}

/** A kind of org, with its rules, settings and profiles. Every test must pass in each of them. */
export interface OrgShape {
  name: string;
  metadata: OrgMetadata;
  rules: OrgRules;
  profiles: ProfileShape[];
  /** Of the user who runs the tests; absent = en_US. */
  language?: string;
  /** The namespace in which the package is developed; absent = none. */
  namespace?: string;
}

const READ_ALL = { read: true, create: true, edit: true, delete: true };

/** The profiles of a fresh Developer Edition that matter here, with their rights on leads. */
export const PROFILES: ProfileShape[] = [
  {
    name: 'System Administrator',
    license: 'SFDC',
    userType: 'Standard',
    objects: [{ object: 'Lead', ...READ_ALL, viewAll: true, modifyAll: true }],
  },
  { name: 'Standard User', license: 'SFDC', userType: 'Standard', objects: [{ object: 'Lead', ...READ_ALL }] },
  { name: 'Read Only', license: 'SFDC', userType: 'Standard', objects: [{ object: 'Lead', read: true }] },
  { name: 'Minimum Access - Salesforce', license: 'SFDC', userType: 'Standard', objects: [] },
  { name: 'Chatter Free User', license: 'CSN', userType: 'CsnOnly', objects: [] },
];

export const NO_RULES: OrgRules = {
  sharing: { Lead: 'readWrite' },
  beforeSave: () => undefined,
  validate: () => null,
  isDuplicate: () => false,
  defaultLeadStatus: 'Open - Not Contacted',
  allDataProfiles: ['System Administrator'],
  standardFieldProfiles: ['Standard User', 'Read Only'],
  eventUserId: null,
};

/** The schema of an org of this shape; types belong to it, so a program is made for one schema. */
export const schemaOf = (shape: OrgShape): Schema => buildSchema(metadataOf(shape));

const metadataOf = ({ metadata, rules, namespace }: OrgShape): OrgMetadata => {
  const own = withFeatures(metadata, rules.features ?? {});
  return namespace ? withNamespace(own, namespace) : own;
};

/** An org of this shape, as it is before a test. */
export function createOrg(shape: OrgShape, schema: Schema, now: () => number): MemoryDatabase {
  const rules = { ...shape.rules };
  const database = new MemoryDatabase({ schema, now, rules });
  const profiles = seedProfiles(database, shape, now());
  const language = shape.language ?? 'en_US';
  const mainCurrency = seedCurrencies(database, shape);
  const user = (name: string, profile: string, userType = 'Standard'): string =>
    database.seed('User', {
      Username: `${name}@example.com`,
      LastName: name,
      Alias: name.slice(0, 8),
      Email: `${name}@example.com`,
      EmailEncodingKey: 'UTF-8',
      LanguageLocaleKey: language,
      LocaleSidKey: 'en_US',
      TimeZoneSidKey: 'America/Los_Angeles',
      ProfileId: profiles.get(profile) ?? null,
      UserType: userType,
      IsActive: true,
      ...(mainCurrency ? { DefaultCurrencyIsoCode: mainCurrency, CurrencyIsoCode: mainCurrency } : {}),
    });
  database.useUser(user('administrator', 'System Administrator'));
  rules.eventUserId = user('automated', 'Minimum Access - Salesforce', 'AutomatedProcess');
  seedPackage(database, { ...shape, metadata: metadataOf(shape) });
  return database;
}

/** @returns the corporate currency, which the users have; null without several currencies */
function seedCurrencies(database: MemoryDatabase, { rules }: OrgShape): string | null {
  const [main = null] = Object.keys(rules.features?.currencies ?? {});
  for (const [code, rate] of Object.entries(rules.features?.currencies ?? {})) {
    const ConversionRate = ApexDecimal.fromNumber(rate);
    database.seed('CurrencyType', { IsoCode: code, ConversionRate, IsActive: true, IsCorporate: code === main });
  }
  return main;
}

function seedProfiles(database: MemoryDatabase, shape: OrgShape, now: number): Map<string, string> {
  const ids = new Map<string, string>();
  // Profiles of a new org were all created at the same moment.
  const created = new ApexDatetime(now - 86_400_000);
  for (const profile of shape.profiles) {
    const license = database.seed('UserLicense', { Name: profile.license, LicenseDefinitionKey: profile.license });
    const id = database.seed('Profile', {
      Name: profile.name,
      UserType: profile.userType,
      UserLicenseId: license,
      PermissionsViewAllData: shape.rules.allDataProfiles.includes(profile.name),
      PermissionsModifyAllData: shape.rules.allDataProfiles.includes(profile.name),
      CreatedDate: created,
    });
    ids.set(profile.name, id);
    const parent = database.seed('PermissionSet', { Name: `X${id}`, Label: id, ProfileId: id, IsOwnedByProfile: true });
    for (const permission of profile.objects) seedObject(database, parent, permission);
  }
  return ids;
}

function seedObject(database: MemoryDatabase, parent: string, permission: Partial<ObjectPermission>): void {
  database.seed('ObjectPermissions', {
    ParentId: parent,
    SobjectType: permission.object ?? null,
    PermissionsRead: permission.read ?? false,
    PermissionsCreate: permission.create ?? false,
    PermissionsEdit: permission.edit ?? false,
    PermissionsDelete: permission.delete ?? false,
    PermissionsViewAllRecords: permission.viewAll ?? false,
    PermissionsModifyAllRecords: permission.modifyAll ?? false,
  });
}

/** The fields whose history is tracked, and the licences of a fresh Developer Edition for an integration user. */
function seedSetup(database: MemoryDatabase, rules: OrgRules): void {
  for (const { name } of database.schema.find('Lead')?.fields ?? []) {
    database.seed('FieldDefinition', {
      EntityDefinitionId: 'Lead',
      DurableId: `Lead.${name}`,
      QualifiedApiName: name,
      IsFieldHistoryTracked: rules.trackedLeadFields?.includes(name) ?? false,
    });
  }
  database.seed('FieldDefinition', {
    EntityDefinitionId: 'Account',
    DurableId: 'Account.Rating',
    QualifiedApiName: 'Rating',
    IsFieldHistoryTracked: true,
  });
  database.seed('PermissionSetLicense', {
    DeveloperName: 'SalesConsoleUser',
    MasterLabel: 'Sales Console User',
    TotalLicenses: 5,
    UsedLicenses: 2,
  });
  database.seed('UserLicense', {
    Name: 'Salesforce Integration',
    LicenseDefinitionKey: 'SFDC_INTEGRATION',
    TotalLicenses: 5,
    UsedLicenses: 1,
  });
  database.seed('PermissionSetLicense', {
    DeveloperName: 'SalesforceAPIIntegrationPsl',
    MasterLabel: 'Salesforce API Integration',
    TotalLicenses: 5,
    UsedLicenses: 1,
  });
}

/** Organization.DefaultLeadAccess by the sharing of the shape (Object Reference, Organization). */
const LEAD_ACCESS = { private: 'None', read: 'Read', readWrite: 'ReadEditTransfer' } as const;

function seedPackage(database: MemoryDatabase, { metadata, rules }: OrgShape): void {
  database.seed('Organization', {
    Id: ORGANIZATION_ID,
    Name: 'Example',
    InstanceName: 'CS1',
    IsSandbox: false,
    OrganizationType: 'Developer Edition',
    DefaultLeadAccess: LEAD_ACCESS[rules.sharing.Lead ?? 'readWrite'],
  });
  seedSetup(database, rules);
  for (const [label, isConverted] of [
    ['Open - Not Contacted', false],
    ['Closed - Converted', true],
  ] as const) {
    database.seed('LeadStatus', { MasterLabel: label, IsConverted: isConverted, IsDefault: !isConverted });
  }
  const classIds = new Map(metadata.classes.map((name) => [name, database.seed('ApexClass', { Name: name })]));
  for (const set of metadata.permissionSets) {
    const parent = database.seed('PermissionSet', { Name: set.name, Label: set.label, IsOwnedByProfile: false });
    for (const permission of set.objects) seedObject(database, parent, permission);
    for (const { field, readable, editable } of set.fields) {
      const [object = ''] = field.split('.');
      const rights = { PermissionsRead: readable, PermissionsEdit: editable };
      database.seed('FieldPermissions', { ParentId: parent, SobjectType: object, Field: field, ...rights });
    }
    for (const name of set.classes) {
      const id = classIds.get(name);
      if (id) database.seed('SetupEntityAccess', { ParentId: parent, SetupEntityId: id, SetupEntityType: 'ApexClass' });
    }
    for (const name of set.customPermissions ?? []) {
      const id = database.seed('CustomPermission', { DeveloperName: name });
      database.seed('SetupEntityAccess', { ParentId: parent, SetupEntityId: id, SetupEntityType: 'CustomPermission' });
    }
  }
  for (const { name, text } of metadata.staticResources)
    database.seed('StaticResource', { Name: name, Body: new ApexBlob(text) });
  for (const record of metadata.customMetadata) seedSetting(database, record);
}

function seedSetting(database: MemoryDatabase, record: OrgMetadata['customMetadata'][number]): void {
  const shape = database.schema.find(record.type);
  if (!shape) throw new Error(`custom metadata of the unknown type ${record.type}`);
  const values: Record<string, Value> = { DeveloperName: record.name, MasterLabel: record.label, Label: record.label };
  for (const [name, value] of Object.entries(record.values)) {
    const isDecimal = typeof value === 'number' && shape.field(name)?.type === T.Decimal;
    values[name] = isDecimal ? toNumberType(ApexDecimal.fromNumber(value), T.Decimal) : value;
  }
  database.seed(record.type, values);
}
