import {
  auditFields,
  checkbox,
  field,
  idField,
  sobject,
  personNameFields,
  picklist,
  reference,
  systemField,
  text,
} from '../field.ts';

const [, ...auditWithoutDeletion] = auditFields;

export const user = sobject(
  'User',
  '005',
  [
    idField,
    text('Username', 80, { nillable: false }),
    ...personNameFields(),
    systemField(text('Name', 121, { isName: true, nillable: false, label: 'Full Name' })),
    text('Alias', 8),
    field('Email', 'email', { length: 128, nillable: false }),
    text('Title', 80),
    text('Department', 80),
    checkbox('IsActive', { label: 'Active' }),
    picklist('UserType', ['Standard', 'AutomatedProcess'], { createable: false, updateable: false }),
    ...auditWithoutDeletion,
  ],
  { createable: false, deletable: false, label: 'User', labelPlural: 'People' },
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
    text('TimeZoneSidKey', 40),
    text('LanguageLocaleKey', 40),
    text('DefaultLocaleSidKey', 40),
    systemField(text('NamespacePrefix', 15)),
    ...auditWithoutDeletion,
  ],
  { createable: false, updateable: false, deletable: false },
);

/** What the org tells about its fields; filled from the schema at every start. */
export const fieldDefinition = sobject(
  'FieldDefinition',
  null,
  [
    systemField(text('DurableId', 255)),
    systemField(text('QualifiedApiName', 70)),
    systemField(text('DeveloperName', 40)),
    systemField(text('Label', 255)),
    systemField(text('DataType', 1024)),
    systemField(text('NamespacePrefix', 15)),
    systemField(checkbox('IsFieldHistoryTracked')),
    systemField(checkbox('IsNillable')),
    systemField(checkbox('IsIndexed')),
    systemField(field('Length', 'int', { precision: 9 })),
    systemField(
      reference('EntityDefinitionId', ['EntityDefinition'], { relationshipName: 'EntityDefinition', length: 255 }),
    ),
  ],
  { createable: false, updateable: false, deletable: false },
);

export const entityDefinition = sobject(
  'EntityDefinition',
  null,
  [
    systemField(text('DurableId', 255)),
    systemField(text('QualifiedApiName', 40)),
    systemField(text('DeveloperName', 40)),
    systemField(text('Label', 255)),
    systemField(text('KeyPrefix', 3)),
    systemField(text('NamespacePrefix', 15)),
    systemField(checkbox('IsQueryable')),
  ],
  { createable: false, updateable: false, deletable: false },
);
