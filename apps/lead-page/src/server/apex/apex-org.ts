import {
  createOrg,
  labelsOf,
  NO_RULES,
  PROFILES,
  Program,
  readCredentials,
  readPackage,
  readRunnable,
  schemaOf,
  type Credentials,
  type FieldMetadata,
  type MemoryDatabase,
  type OrgMetadata,
  type Ports,
} from '@leadlight/apex-runtime/server';
import { LANGUAGES_FOLDER, METADATA_FOLDER, SETTINGS_FOLDER, TREE_FOLDER } from '../paths.ts';
import { APEX_USERS, INTEGRATION_USER, type ApexUser } from './apex-users.ts';
import type { DescribedField, LeadDescription } from './messages.ts';

/** The package in an org: its compiled classes, and the setup that the REST API does not offer. */
export interface ApexOrg {
  readonly program: Program;
  readonly labels: Ports['labels'];
  readonly credentials: Credentials;
  /** Users, profiles, permission sets, custom metadata, as they are before each transaction. */
  readonly setup: MemoryDatabase;
  readonly before: unknown;
  readonly userIds: Readonly<Record<ApexUser, string>>;
}

const CRM_OBJECTS = ['Account', 'Contact', 'Opportunity', 'Case'];
const ALL_RIGHTS = { read: true, create: true, edit: true, delete: true };

/** The profiles of the company: as in a new org, its employees also work with accounts, contacts, opportunities and cases. */
const COMPANY_PROFILES = PROFILES.map((profile) =>
  profile.name === 'Standard User'
    ? { ...profile, objects: [...profile.objects, ...CRM_OBJECTS.map((object) => ({ object, ...ALL_RIGHTS }))] }
    : profile,
);

/** @throws Error if the sources are not parsed yet */
export function createApexOrg(lead: LeadDescription, administratorId: string | null): ApexOrg {
  const units = readRunnable(METADATA_FOLDER, TREE_FOLDER);
  if (!units) throw new Error('The Apex classes are not parsed yet.');
  const { customMetadata } = readPackage(SETTINGS_FOLDER);
  const deployed = { ...readPackage(METADATA_FOLDER, LANGUAGES_FOLDER), customMetadata };
  const own = ownFields(deployed, lead);
  const metadata = withFields(deployed, own.map(fieldMetadata));
  const org = { name: 'page', metadata, rules: { ...NO_RULES }, profiles: COMPANY_PROFILES };
  const program = new Program(units, schemaOf(org));
  relabel(program, lead);
  const setup = createOrg(org, program.schema, Date.now);
  const userIds = createUsers(setup, { administrator: administratorId });
  grantOwnFields(setup, own);
  const credentials = readCredentials([METADATA_FOLDER, SETTINGS_FOLDER]);
  return { program, labels: labelsOf(metadata), credentials, setup, before: setup.savepoint(), userIds };
}

/** The fields of the org that neither the platform nor the package has. */
function ownFields(metadata: OrgMetadata, { fields }: LeadDescription): readonly DescribedField[] {
  const shape = schemaOf({ name: 'page', metadata, rules: NO_RULES, profiles: [] }).find('Lead');
  return fields.filter(({ name, type }) => !shape?.field(name) && METADATA_TYPES[type] !== undefined);
}

/** The types of describe results as those of metadata. Compound types have no field of their own. */
const METADATA_TYPES: Readonly<Record<string, string>> = {
  string: 'Text',
  textarea: 'TextArea',
  boolean: 'Checkbox',
  int: 'Number',
  double: 'Number',
  currency: 'Currency',
  percent: 'Percent',
  picklist: 'Picklist',
  multipicklist: 'Picklist',
  date: 'Date',
  datetime: 'DateTime',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  reference: 'Lookup',
};

const fieldMetadata = ({ name, label, type, length, referenceTo }: DescribedField): FieldMetadata => ({
  name,
  label,
  type: METADATA_TYPES[type] ?? 'Text',
  length: length ?? 0,
  ...(referenceTo?.[0] === undefined ? {} : { referenceTo: referenceTo[0] }),
});

function withFields(metadata: OrgMetadata, fields: readonly FieldMetadata[]): OrgMetadata {
  const objects = metadata.objects.map((object) =>
    object.name === 'Lead' ? { ...object, fields: [...object.fields, ...fields] } : object,
  );
  return { ...metadata, objects };
}

/** Labels and picklist values are the org's. */
function relabel(program: Program, { fields }: LeadDescription): void {
  const shape = program.schema.find('Lead');
  for (const { name, label, picklistValues = [] } of fields) {
    const field = shape?.field(name);
    if (!field) continue;
    field.label = label;
    field.picklist = picklistValues.filter(({ active }) => active).map(({ value }) => value);
  }
}

/** @param knownIds the ids that users have in the org, because it notifies only users it knows; absent or null = a new id */
function createUsers(
  setup: MemoryDatabase,
  knownIds: Readonly<Partial<Record<string, string | null>>>,
): Record<ApexUser, string> {
  const idOf = (object: string, name: string): string => {
    const row = [...setup.store.rows(object)].find(({ fields }) => fields.get('name') === name);
    if (!row?.id) throw new Error(`There is no ${object} ${name}.`);
    return row.id;
  };
  const create = (user: string, profile: string, permissionSets: readonly string[]): string => {
    const id = setup.seed('User', {
      ...(knownIds[user] && { Id: knownIds[user] }),
      Username: `${user}@example.com`,
      LastName: user,
      Alias: user.slice(0, 8),
      ProfileId: idOf('Profile', profile),
      UserType: 'Standard',
      IsActive: true,
    });
    for (const name of permissionSets) {
      setup.seed('PermissionSetAssignment', { AssigneeId: id, PermissionSetId: idOf('PermissionSet', name) });
    }
    return id;
  };
  create('integration', INTEGRATION_USER.profile, INTEGRATION_USER.permissionSets);
  return Object.fromEntries(
    Object.entries(APEX_USERS).map(([user, { profile, permissionSets }]) => [
      user,
      create(user, profile, permissionSets),
    ]),
  ) as Record<ApexUser, string>;
}

/** The company's own fields: its profiles grant them to its employees. Those of the package need a permission set. */
function grantOwnFields(setup: MemoryDatabase, own: readonly DescribedField[]): void {
  const profile = [...setup.store.rows('Profile')].find(({ fields }) => fields.get('name') === 'Standard User');
  const parent = [...setup.store.rows('PermissionSet')].find(({ fields }) => fields.get('profileid') === profile?.id);
  for (const { name, updateable = false } of own) {
    setup.seed('FieldPermissions', {
      ParentId: parent?.id ?? null,
      SobjectType: 'Lead',
      Field: `Lead.${name}`,
      PermissionsRead: true,
      PermissionsEdit: updateable,
    });
  }
}
