import {
  auditWithoutDeletion,
  checkbox,
  field,
  idField,
  integer,
  personNameFields,
  picklist,
  READ_ONLY_OBJECT,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';

/** Some of the platform's. */
const TIME_ZONES = [
  'GMT',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Kiritimati',
];

export const user = sobject(
  'User',
  '005',
  [
    idField,
    text('Username', 80, { nillable: false }),
    ...personNameFields(),
    systemField(text('Name', 121, { isName: true, nillable: false, label: 'Full Name' })),
    text('Alias', 8, { nillable: false }),
    reference('ProfileId', ['Profile'], { nillable: false }),
    field('Email', 'email', { length: 128, nillable: false }),
    text('Title', 80),
    text('Department', 80),
    picklist('TimeZoneSidKey', TIME_ZONES, { restricted: true, defaultValue: 'GMT', label: 'Time Zone' }),
    text('LocaleSidKey', 40, { label: 'Locale', nillable: false }),
    text('LanguageLocaleKey', 40, { label: 'Language', nillable: false }),
    text('EmailEncodingKey', 40, { label: 'Email Encoding', nillable: false }),
    reference('ManagerId', ['User'], { relationshipName: 'Manager', childRelationship: 'ManagedUsers' }),
    checkbox('IsActive', { label: 'Active', defaultValue: true }),
    picklist('UserType', ['Standard', 'AutomatedProcess'], { createable: false, updateable: false }),
    ...auditWithoutDeletion,
  ],
  { deletable: false, label: 'User', labelPlural: 'People' },
);

export const organization = sobject(
  'Organization',
  '00D',
  [
    idField,
    text('Name', 80, { isName: true, nillable: false }),
    text('OrganizationType', 40),
    text('InstanceName', 5),
    checkbox('IsSandbox'),
    field('TrialExpirationDate', 'datetime'),
    checkbox('IsReadOnly'),
    text('Division', 80),
    text('PrimaryContact', 80),
    text('Phone', 40),
    integer('FiscalYearStartMonth'),
    picklist('DefaultLeadAccess', ['None', 'Read', 'Edit', 'ReadEditTransfer'], { restricted: true }),
    text('TimeZoneSidKey', 40),
    text('LanguageLocaleKey', 40),
    text('DefaultLocaleSidKey', 40),
    systemField(text('NamespacePrefix', 15)),
    ...auditWithoutDeletion,
  ],
  READ_ONLY_OBJECT,
);

/** Queues and public groups. */
export const group = sobject(
  'Group',
  '00G',
  [
    idField,
    text('Name', 40, { isName: true, nillable: false }),
    text('DeveloperName', 80),
    picklist('Type', ['Regular', 'Queue', 'Role'], { restricted: true, defaultValue: 'Regular' }),
    ...auditWithoutDeletion,
  ],
  { deletable: false },
);

export const groupMember = sobject(
  'GroupMember',
  '011',
  [
    idField,
    reference('GroupId', ['Group'], { nillable: false }),
    reference('UserOrGroupId', ['User', 'Group'], { nillable: false }),
    systemField(field('SystemModstamp', 'datetime')),
  ],
  { label: 'Group Member', labelPlural: 'Group Members' },
);

/** The org's fields; filled from the schema at every start. */
export const fieldDefinition = sobject(
  'FieldDefinition',
  null,
  [
    text('DurableId', 255),
    text('QualifiedApiName', 70),
    text('DeveloperName', 40),
    text('Label', 255),
    text('DataType', 1024),
    text('NamespacePrefix', 15),
    checkbox('IsFieldHistoryTracked'),
    checkbox('IsNillable'),
    checkbox('IsIndexed'),
    integer('Length'),
    reference('EntityDefinitionId', ['EntityDefinition'], { relationshipName: 'EntityDefinition', length: 255 }),
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const entityDefinition = sobject(
  'EntityDefinition',
  null,
  [
    text('DurableId', 255),
    text('QualifiedApiName', 40),
    text('DeveloperName', 40),
    text('Label', 255),
    text('KeyPrefix', 3),
    text('NamespacePrefix', 15),
    checkbox('IsQueryable'),
  ].map(systemField),
  READ_ONLY_OBJECT,
);

/** What administrators have changed in Setup. Only `Action` and the audit fields can be filtered. */
export const setupAuditTrail = sobject(
  'SetupAuditTrail',
  '0Ym',
  [
    idField,
    text('Action', 80),
    text('Section', 80, { filterable: false }),
    text('Display', 1000, { filterable: false }),
    text('DelegateUser', 80),
    field('CreatedDate', 'datetime', { nillable: false }),
    reference('CreatedById', ['User'], { nillable: false }),
  ].map(systemField),
  READ_ONLY_OBJECT,
);
