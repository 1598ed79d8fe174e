import type { Vm } from '../run/vm.ts';
import { withoutNamespace } from '../database/namespace.ts';
import type { FieldShape, ObjectShape } from '../database/schema.ts';
import type { Type } from '../types/type.ts';
import { listOf, mapOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, ApexMap, ApexObject, ApexRecord, type ApexEnum, type Value } from '../values/values.ts';
import { fieldToken, objectToken, type FieldState } from './schema-tokens.ts';
import type { Library } from './signatures.ts';

const DISPLAY_TYPES = [
  'ADDRESS',
  'ANYTYPE',
  'BASE64',
  'BOOLEAN',
  'COMBOBOX',
  'CURRENCY',
  'DATE',
  'DATETIME',
  'DOUBLE',
  'EMAIL',
  'ENCRYPTEDSTRING',
  'ID',
  'INTEGER',
  'LOCATION',
  'LONG',
  'MULTIPICKLIST',
  'PERCENT',
  'PHONE',
  'PICKLIST',
  'REFERENCE',
  'STRING',
  'TEXTAREA',
  'TIME',
  'URL',
];

const state = (self: ApexObject): FieldState => self.native as FieldState;
const shapeOf = (self: ApexObject): ObjectShape => (self.native as { shape: ObjectShape }).shape;

/** The order is that of the object's fields. */
function fieldMap(vm: Vm, self: ApexObject): ApexMap {
  const map = new ApexMap(mapOf(T.String, vm.program.platformType('SObjectField')));
  map.ignoresCase = true;
  map.namespace = vm.program.schema.namespace;
  for (const field of shapeOf(self).fields) {
    const key = field.name.toLowerCase();
    map.entries.set(keyOf(key), [key, fieldToken(vm.program, shapeOf(self), field)]);
  }
  return map;
}

const described = (vm: Vm, self: ApexObject): ApexObject =>
  new ApexObject(vm.program.platformType('DescribeFieldResult'), [], self.native);

const enumValue = (vm: Vm, type: string, name: string): Value =>
  vm.program.platformType(type).constants.find((value) => (value as ApexEnum).name === name) as Value;

function right(vm: Vm, self: ApexObject, kind: 'read' | 'edit'): boolean {
  const { shape, field } = state(self);
  return vm.ports.database.rights().field(shape, field)[kind];
}

function picklist(vm: Vm, field: FieldShape): ApexList {
  const type = vm.program.platformType('PicklistEntry');
  return new ApexList(
    listOf(type),
    field.picklist.map((value) => new ApexObject(type, [], { value })),
  );
}

/** The record type that every object has that can have record types. Orgs of this runtime have no other. */
const MASTER_RECORD_TYPE = '012000000000000AAA';

/** Setup objects, events and custom metadata have none (aer-dist#143). */
const recordTypes = (vm: Vm, self: ApexObject): Value[] =>
  shapeOf(self).kind === 'data' ? [new ApexObject(vm.program.platformType('RecordTypeInfo'))] : [];

function recordTypesBy(vm: Vm, self: ApexObject, key: Type, master: string): ApexMap {
  const map = new ApexMap(mapOf(key, vm.program.platformType('RecordTypeInfo')));
  for (const info of recordTypes(vm, self)) map.entries.set(keyOf(master), [master, info]);
  return map;
}

const isLong = (field: FieldShape): boolean => field.display === 'TEXTAREA' || field.display === 'BASE64';

const SOAP_TYPES: Record<string, string> = {
  ADDRESS: 'ADDRESS',
  BASE64: 'BASE64BINARY',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
  DATETIME: 'DATETIME',
  CURRENCY: 'DOUBLE',
  DOUBLE: 'DOUBLE',
  PERCENT: 'DOUBLE',
  ID: 'ID',
  REFERENCE: 'ID',
  INTEGER: 'INTEGER',
};

const soapType = (field: FieldShape): string => SOAP_TYPES[field.display] ?? 'STRING';

/**
 * Apex Reference Guide, Schema Namespace. The schema of the runtime does not know everything that a description says. Unverified, and
 * the same for all fields: `getByteLength` (three bytes a character), `getDigits`, `getPrecision`, `getScale`, `getInlineHelpText`,
 * `isHtmlFormatted`, `isNamePointing`; derived from the type: `isAggregatable`, `isFilterable`, `isGroupable`,
 * `isSortable`; the label of a picklist value is the value; the plural of a label
 * ends in s; every object has the record type Master only.
 */
export const schemaClasses: Library = {
  signatures: `
    enum SObjectDescribeOptions DEFAULT, DEFERRED, FULL
    enum SOAPType ADDRESS, ANYTYPE, BASE64BINARY, BOOLEAN, DATE, DATETIME, DOUBLE, ID, INTEGER, STRING, TIME
    enum DisplayType ${DISPLAY_TYPES.join(', ')}
    class SObjectField
    DescribeFieldResult getDescribe()
    class PicklistEntry
    String getValue()
    String getLabel()
    Boolean isActive()
    class DescribeFieldResult
    String getName()
    String getLabel()
    DisplayType getType()
    Integer getLength()
    Boolean isAccessible()
    Boolean isCalculated()
    Boolean isCreateable()
    Boolean isCustom()
    Boolean isDefaultedOnCreate()
    List<PicklistEntry> getPicklistValues()
    Boolean isNillable()
    Boolean isUpdateable()
    SObjectField getSObjectField()
    Integer getByteLength()
    Integer getDigits()
    Object getDefaultValue()
    String getInlineHelpText()
    String getLocalName()
    Integer getPrecision()
    List<SObjectType> getReferenceTo()
    String getRelationshipName()
    Integer getScale()
    SObjectType getSObjectType()
    SOAPType getSoapType()
    Boolean isAggregatable()
    Boolean isAutoNumber()
    Boolean isCaseSensitive()
    Boolean isExternalId()
    Boolean isFilterable()
    Boolean isGroupable()
    Boolean isHtmlFormatted()
    Boolean isIdLookup()
    Boolean isNameField()
    Boolean isNamePointing()
    Boolean isPermissionable()
    Boolean isSortable()
    Boolean isUnique()
    class SObjectType
    DescribeSObjectResult getDescribe()
    DescribeSObjectResult getDescribe(SObjectDescribeOptions)
    SObject newSObject()
    SObject newSObject(Id)
    SObject newSObject(Id,Boolean)
    class DescribeSObjectResult
    SObjectTypeFields fields
    String getName()
    String getLabel()
    String getKeyPrefix()
    Boolean isAccessible()
    Boolean isCreateable()
    Boolean isUpdateable()
    Boolean isDeletable()
    SObjectType getSObjectType()
    String getLabelPlural()
    String getLocalName()
    List<RecordTypeInfo> getRecordTypeInfos()
    Map<String,RecordTypeInfo> getRecordTypeInfosByDeveloperName()
    Map<String,RecordTypeInfo> getRecordTypeInfosByName()
    Map<Id,RecordTypeInfo> getRecordTypeInfosById()
    Boolean isCustom()
    Boolean isCustomSetting()
    Boolean isQueryable()
    Boolean isUndeletable()
    class RecordTypeInfo
    String getDeveloperName()
    String getName()
    Id getRecordTypeId()
    Boolean isActive()
    Boolean isAvailable()
    Boolean isDefaultRecordTypeMapping()
    Boolean isMaster()
    class Schema
    static Map<String,SObjectType> getGlobalDescribe()
    static List<DescribeSObjectResult> describeSObjects(List<String>)
    class SObjectTypeFields
    Map<String,SObjectField> getMap()`,
  code: {
    'SObjectField.getDescribe': described,
    'DescribeFieldResult.getName': (_vm, self) => state(self).field.name,
    'DescribeFieldResult.getLabel': (_vm, self) => state(self).field.label,
    'DescribeFieldResult.getType': (vm, self) => enumValue(vm, 'DisplayType', state(self).field.display),
    'DescribeFieldResult.getLength': (_vm, self) => state(self).field.length,
    'DescribeFieldResult.isAccessible': (vm, self) => right(vm, self, 'read'),
    'DescribeFieldResult.isCalculated': (_vm, self) => state(self).field.isCalculated,
    'DescribeFieldResult.isCreateable': (vm, self) => !state(self).field.isReadOnly && right(vm, self, 'edit'),
    'DescribeFieldResult.isCustom': (_vm, self) => state(self).field.name.endsWith('__c'),
    'DescribeFieldResult.isDefaultedOnCreate': (_vm, self) => state(self).field.defaultValue !== null,
    'DescribeFieldResult.getPicklistValues': (vm, self) => picklist(vm, state(self).field),
    'PicklistEntry.getValue': (_vm, self: ApexObject) => (self.native as { value: string }).value,
    'PicklistEntry.getLabel': (_vm, self: ApexObject) => (self.native as { value: string }).value,
    'PicklistEntry.isActive': () => true,
    'DescribeFieldResult.isNillable': (_vm, self) => !state(self).field.isRequired,
    'DescribeFieldResult.isUpdateable': (vm, self) => !state(self).field.isReadOnly && right(vm, self, 'edit'),
    'DescribeFieldResult.getSObjectField': (vm, self) => fieldToken(vm.program, state(self).shape, state(self).field),
    'DescribeFieldResult.getByteLength': (_vm, self) => 3 * state(self).field.length,
    'DescribeFieldResult.getDigits': (_vm, self) => (state(self).field.type === T.Integer ? 9 : 0),
    'DescribeFieldResult.getDefaultValue': (_vm, self) => state(self).field.defaultValue,
    'DescribeFieldResult.getInlineHelpText': () => null,
    'DescribeFieldResult.getLocalName': (_vm, self) => withoutNamespace(state(self).field.name),
    'DescribeFieldResult.getPrecision': (_vm, self) => (state(self).field.type === T.Decimal ? 18 : 0),
    'DescribeFieldResult.getReferenceTo': (vm, self) => {
      const target = vm.program.schema.find(state(self).field.references ?? '');
      const type = listOf(vm.program.platformType('SObjectType'));
      return new ApexList(type, target ? [objectToken(vm.program, target)] : []);
    },
    'DescribeFieldResult.getRelationshipName': (_vm, self) => state(self).field.relationship,
    'DescribeFieldResult.getScale': () => 0,
    'DescribeFieldResult.getSObjectType': (vm, self) => objectToken(vm.program, state(self).shape),
    'DescribeFieldResult.getSoapType': (vm, self) => enumValue(vm, 'SOAPType', soapType(state(self).field)),
    'DescribeFieldResult.isAggregatable': (_vm, self) => state(self).field.display !== 'TEXTAREA',
    'DescribeFieldResult.isAutoNumber': (_vm, self) => state(self).field.isAutoNumber ?? false,
    'DescribeFieldResult.isCaseSensitive': (_vm, self) =>
      state(self).field.isUnique && state(self).field.isCaseSensitive,
    'DescribeFieldResult.isExternalId': (_vm, self) => state(self).field.isExternalId,
    'DescribeFieldResult.isFilterable': (_vm, self) => !isLong(state(self).field),
    'DescribeFieldResult.isGroupable': (_vm, self) => !isLong(state(self).field),
    'DescribeFieldResult.isHtmlFormatted': () => false,
    'DescribeFieldResult.isIdLookup': (_vm, self) => state(self).field.isIdLookup,
    'DescribeFieldResult.isNameField': (_vm, self) => state(self).field.name === 'Name',
    'DescribeFieldResult.isNamePointing': () => false,
    'DescribeFieldResult.isPermissionable': (_vm, self) => state(self).field.isPermissionable,
    'DescribeFieldResult.isSortable': (_vm, self) => !isLong(state(self).field),
    'DescribeFieldResult.isUnique': (_vm, self) => state(self).field.isUnique,
    'SObjectType.getDescribe': (vm, self) =>
      new ApexObject(vm.program.platformType('DescribeSObjectResult'), [], { shape: shapeOf(self) }),
    // The second parameter sets default values; the runtime's schema has few (Apex Reference Guide, SObjectType.newSObject).
    'SObjectType.newSObject': (_vm, self, id: string | null = null, withDefaults = false) => {
      const record = new ApexRecord(shapeOf(self).type);
      if (id !== null) record.fields.set('id', id);
      for (const field of withDefaults ? shapeOf(self).fields : [])
        if (field.defaultValue !== null) record.fields.set(field.name.toLowerCase(), field.defaultValue);
      return record;
    },
    'DescribeSObjectResult.fields': (vm, self) =>
      new ApexObject(vm.program.platformType('SObjectTypeFields'), [], { shape: shapeOf(self) }),
    'DescribeSObjectResult.getName': (_vm, self) => shapeOf(self).name,
    'DescribeSObjectResult.getLabel': (_vm, self) => shapeOf(self).label,
    'DescribeSObjectResult.getKeyPrefix': (_vm, self) => shapeOf(self).keyPrefix,
    'DescribeSObjectResult.isAccessible': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).read,
    'DescribeSObjectResult.isCreateable': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).create,
    'DescribeSObjectResult.isUpdateable': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).edit,
    'DescribeSObjectResult.isDeletable': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).delete,
    'DescribeSObjectResult.getLabelPlural': (_vm, self) => `${shapeOf(self).label}s`,
    'DescribeSObjectResult.getLocalName': (_vm, self) => withoutNamespace(shapeOf(self).name),
    'DescribeSObjectResult.getRecordTypeInfos': (vm, self) =>
      new ApexList(listOf(vm.program.platformType('RecordTypeInfo')), recordTypes(vm, self)),
    'DescribeSObjectResult.getRecordTypeInfosByDeveloperName': (vm, self) =>
      recordTypesBy(vm, self, T.String, 'Master'),
    'DescribeSObjectResult.getRecordTypeInfosByName': (vm, self) => recordTypesBy(vm, self, T.String, 'Master'),
    'DescribeSObjectResult.getRecordTypeInfosById': (vm, self) => recordTypesBy(vm, self, T.Id, MASTER_RECORD_TYPE),
    'DescribeSObjectResult.isCustom': (_vm, self) => /__[a-z]+$/i.test(shapeOf(self).name),
    'DescribeSObjectResult.isCustomSetting': (_vm, self) => shapeOf(self).isSetting,
    'DescribeSObjectResult.isQueryable': (_vm, self) => shapeOf(self).kind !== 'event',
    'DescribeSObjectResult.isUndeletable': (_vm, self) => shapeOf(self).kind === 'data',
    'RecordTypeInfo.getDeveloperName': () => 'Master',
    'RecordTypeInfo.getName': () => 'Master',
    'RecordTypeInfo.getRecordTypeId': () => MASTER_RECORD_TYPE,
    'RecordTypeInfo.isActive': () => true,
    'RecordTypeInfo.isAvailable': () => true,
    'RecordTypeInfo.isDefaultRecordTypeMapping': () => true,
    'RecordTypeInfo.isMaster': () => true,
    'Schema.getGlobalDescribe': (vm) => {
      const map = new ApexMap(mapOf(T.String, vm.program.platformType('SObjectType')));
      map.ignoresCase = true;
      map.namespace = vm.program.schema.namespace;
      for (const shape of vm.program.schema.objects) {
        const key = shape.name.toLowerCase();
        map.entries.set(keyOf(key), [key, objectToken(vm.program, shape)]);
      }
      return map;
    },
    'Schema.describeSObjects': (vm, _self, names: ApexList) => {
      const type = vm.program.platformType('DescribeSObjectResult');
      const found = names.items.map((name) => {
        const shape = vm.program.schema.find(String(name));
        if (!shape) throw vm.error('InvalidParameterValueException', `Invalid sobject: ${String(name)}`);
        return new ApexObject(type, [], { shape });
      });
      return new ApexList(listOf(type), found);
    },
    'DescribeSObjectResult.getSObjectType': (vm, self) => objectToken(vm.program, shapeOf(self)),
    'SObjectTypeFields.getMap': fieldMap,
  },
};
