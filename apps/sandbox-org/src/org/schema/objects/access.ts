import {
  auditWithoutDeletion,
  checkbox,
  field,
  idField,
  integer,
  READ_ONLY_OBJECT,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';

export const userLicense = sobject(
  'UserLicense',
  '100',
  [
    idField,
    text('LicenseDefinitionKey', 40),
    text('Name', 40, { isName: true }),
    text('MasterLabel', 40),
    text('Status', 40),
    integer('TotalLicenses'),
    integer('UsedLicenses'),
    field('SystemModstamp', 'datetime', { nillable: false }),
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const profile = sobject(
  'Profile',
  '00e',
  [
    idField,
    text('Name', 255, { isName: true, nillable: false }),
    text('UserType', 40),
    reference('UserLicenseId', ['UserLicense']),
    text('Description', 255),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

/** Filled from the deployed permission sets; those of profiles have `IsOwnedByProfile`. */
export const permissionSet = sobject(
  'PermissionSet',
  '0PS',
  [
    idField,
    text('Name', 80, { isName: true, nillable: false }),
    text('Label', 80, { nillable: false }),
    text('Description', 255),
    reference('LicenseId', ['PermissionSetLicense', 'UserLicense'], { relationshipName: 'License' }),
    reference('ProfileId', ['Profile']),
    checkbox('IsOwnedByProfile'),
    checkbox('IsCustom', { defaultValue: true }),
    text('Type', 40),
    text('NamespacePrefix', 15),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const permissionSetAssignment = sobject(
  'PermissionSetAssignment',
  '0Pa',
  [
    idField,
    reference('PermissionSetId', ['PermissionSet'], {
      nillable: false,
      updateable: false,
      childRelationship: 'Assignments',
    }),
    systemField(reference('PermissionSetGroupId', ['PermissionSet'], { relationshipName: 'PermissionSetGroup' })),
    reference('AssigneeId', ['User'], {
      nillable: false,
      updateable: false,
      childRelationship: 'PermissionSetAssignments',
    }),
    field('ExpirationDate', 'datetime'),
    systemField(checkbox('IsActive', { defaultValue: true })),
    systemField(field('SystemModstamp', 'datetime', { nillable: false })),
  ],
  { labelPlural: 'Permission Set Assignments' },
);

export const permissionSetLicense = sobject(
  'PermissionSetLicense',
  '0PL',
  [
    idField,
    text('DeveloperName', 80, { isName: true }),
    text('MasterLabel', 150),
    text('PermissionSetLicenseKey', 80),
    text('Status', 40),
    integer('TotalLicenses'),
    integer('UsedLicenses'),
    field('ExpirationDate', 'date'),
    ...auditWithoutDeletion,
  ].map(systemField),
  READ_ONLY_OBJECT,
);

export const permissionSetLicenseAssign = sobject('PermissionSetLicenseAssign', '2LA', [
  idField,
  reference('PermissionSetLicenseId', ['PermissionSetLicense'], {
    nillable: false,
    updateable: false,
    childRelationship: 'PermissionSetLicenseAssignments',
  }),
  reference('AssigneeId', ['User'], {
    nillable: false,
    updateable: false,
    childRelationship: 'PermissionSetLicenseAssignments',
  }),
  ...auditWithoutDeletion,
]);
