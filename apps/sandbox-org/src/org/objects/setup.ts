import {
  auditFields,
  checkbox,
  field,
  idField,
  object,
  personName,
  picklist,
  reference,
  system,
  text,
} from '../field.ts';

const [, ...auditWithoutDeletion] = auditFields;

export const user = object(
  'User',
  '005',
  [
    idField,
    text('Username', 80, { nillable: false }),
    ...personName(),
    system(text('Name', 121, { isName: true, nillable: false, label: 'Full Name' })),
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

export const organization = object(
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
    system(text('NamespacePrefix', 15)),
    ...auditWithoutDeletion,
  ],
  { createable: false, updateable: false, deletable: false },
);

/** What the org tells about its fields; filled from the schema at every start. */
export const fieldDefinition = object(
  'FieldDefinition',
  null,
  [
    system(text('DurableId', 255)),
    system(text('QualifiedApiName', 70)),
    system(text('DeveloperName', 40)),
    system(text('Label', 255)),
    system(text('DataType', 1024)),
    system(text('NamespacePrefix', 15)),
    system(checkbox('IsFieldHistoryTracked')),
    system(checkbox('IsNillable')),
    system(checkbox('IsIndexed')),
    system(field('Length', 'int', { precision: 9 })),
    system(
      reference('EntityDefinitionId', ['EntityDefinition'], { relationshipName: 'EntityDefinition', length: 255 }),
    ),
  ],
  { createable: false, updateable: false, deletable: false },
);

export const entityDefinition = object(
  'EntityDefinition',
  null,
  [
    system(text('DurableId', 255)),
    system(text('QualifiedApiName', 40)),
    system(text('DeveloperName', 40)),
    system(text('Label', 255)),
    system(text('KeyPrefix', 3)),
    system(text('NamespacePrefix', 15)),
    system(checkbox('IsQueryable')),
  ],
  { createable: false, updateable: false, deletable: false },
);
