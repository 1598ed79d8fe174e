import type { Field, SObject } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';

const SOAP_TYPES: Readonly<Record<Field['type'], string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  complexvalue: 'xsd:anyType',
  address: 'urn:address',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  anyType: 'xsd:anyType',
};

/** Properties with the same value for every field. */
const CONSTANT_FIELD_PROPERTIES = {
  ...withValue(
    false,
    'aiPredictionField calculated caseSensitive dependentPicklist deprecatedAndHidden displayLocationInDecimal ' +
      'encrypted formulaTreatNullNumberAsZero highScaleNumber htmlFormatted queryByDistance restrictedDelete ' +
      'searchPrefilterable writeRequiresMasterRead',
  ),
  ...withValue(
    null,
    'calculatedFormula controllerName defaultValueFormula filteredLookupInfo inlineHelpText mask maskType ' +
      'referenceTargetField relationshipOrder',
  ),
};

function withValue<Value>(value: Value, names: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, value]));
}

function describeField(field: Field) {
  const isText = ['string', 'textarea', 'picklist', 'email', 'phone', 'url'].includes(field.type);
  const isPolymorphic = field.referenceTo.length > 1;
  const isAutoNumber = field.autoNumber !== null;
  return {
    ...CONSTANT_FIELD_PROPERTIES,
    aggregatable: field.filterable && field.type !== 'boolean',
    autoNumber: isAutoNumber,
    byteLength: field.length * (isText ? 3 : 1),
    cascadeDelete: field.cascadeDelete,
    compoundFieldName: field.compound,
    createable: field.createable && !isAutoNumber,
    custom: field.custom,
    defaultValue: field.type === 'boolean' ? field.defaultValue === true : field.defaultValue,
    defaultedOnCreate:
      field.defaultValue !== null || field.name === 'OwnerId' || (!field.nillable && !field.createable),
    digits: field.type === 'int' ? field.precision : 0,
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' ? (field.filterable ? 'plaintextarea' : 'longtextarea') : null,
    filterable: field.filterable,
    groupable: field.filterable && !['double', 'currency', 'percent', 'datetime'].includes(field.type),
    idLookup: field.type === 'id' || field.externalId || field.isName,
    label: field.label,
    length: field.length,
    name: field.name,
    nameField: field.isName,
    namePointing: isPolymorphic,
    nillable: field.nillable,
    permissionable: field.createable && field.nillable,
    picklistValues: field.picklist.map((value) => ({
      active: true,
      defaultValue: value === field.defaultValue,
      label: value,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: isPolymorphic,
    precision: field.type === 'int' ? 0 : field.precision,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    restrictedPicklist: field.restricted,
    scale: field.scale,
    soapType: SOAP_TYPES[field.type],
    sortable: field.filterable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && !isAutoNumber,
  };
}

const childRelationships = (schema: Schema, parent: SObject) =>
  schema.objects.flatMap((child) =>
    child.fields
      .filter(({ referenceTo }) => referenceTo.includes(parent.name))
      .map((field) => ({
        cascadeDelete: field.cascadeDelete,
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: field.childRelationship,
        restrictedDelete: false,
      })),
  );

const CONSTANT_OBJECT_PROPERTIES = withValue(
  false,
  'activateable customSetting deepCloneable deprecatedAndHidden feedEnabled hasSubtypes isInterface isSubtype',
);

export function summarizeObject(object: SObject, version: string) {
  const base = `/services/data/${version}/sobjects/${object.name}`;
  return {
    ...CONSTANT_OBJECT_PROPERTIES,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.createable,
    custom: object.custom,
    deletable: object.deletable,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.createable,
    mergeable: ['Lead', 'Account', 'Contact'].includes(object.name),
    mruEnabled: object.createable,
    name: object.name,
    queryable: true,
    replicateable: object.fields.some(({ name }) => name === 'SystemModstamp'),
    retrieveable: true,
    searchable: object.createable,
    triggerable: object.createable,
    undeletable: object.deletable,
    updateable: object.updateable,
    urls: { rowTemplate: `${base}/{ID}`, describe: `${base}/describe`, sobject: base },
  };
}

export const describeObject = (schema: Schema, object: SObject, version: string) => ({
  ...summarizeObject(object, version),
  actionOverrides: [],
  childRelationships: childRelationships(schema, object),
  compactLayoutable: object.createable,
  fields: object.fields.map(describeField),
  listviewable: null,
  lookupLayoutable: null,
  namedLayoutInfos: [],
  networkScopeFieldName: null,
  recordTypeInfos: [
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: true,
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: '012000000000000AAA',
      urls: { layout: `/services/data/${version}/sobjects/${object.name}/describe/layouts/012000000000000AAA` },
    },
  ],
  searchLayoutable: object.createable,
  supportedScopes: [
    { label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' },
    ...(schema.findField(object, 'OwnerId') ? [{ label: `My ${object.labelPlural.toLowerCase()}`, name: 'mine' }] : []),
  ],
});
