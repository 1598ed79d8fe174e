import type { Vm } from '../run/vm.ts';
import type { FieldShape, ObjectShape } from '../database/schema.ts';
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

/** Apex Reference Guide, Schema Namespace. */
export const schemaClasses: Library = {
  signatures: `
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
    class SObjectType
    DescribeSObjectResult getDescribe()
    SObject newSObject()
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
    'SObjectType.getDescribe': (vm, self) =>
      new ApexObject(vm.program.platformType('DescribeSObjectResult'), [], { shape: shapeOf(self) }),
    'SObjectType.newSObject': (_vm, self) => new ApexRecord(shapeOf(self).type),
    'DescribeSObjectResult.fields': (vm, self) =>
      new ApexObject(vm.program.platformType('SObjectTypeFields'), [], { shape: shapeOf(self) }),
    'DescribeSObjectResult.getName': (_vm, self) => shapeOf(self).name,
    'DescribeSObjectResult.getLabel': (_vm, self) => shapeOf(self).label,
    'DescribeSObjectResult.getKeyPrefix': (_vm, self) => shapeOf(self).keyPrefix,
    'DescribeSObjectResult.isAccessible': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).read,
    'DescribeSObjectResult.isCreateable': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).create,
    'DescribeSObjectResult.isUpdateable': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).edit,
    'DescribeSObjectResult.isDeletable': (vm, self) => vm.ports.database.rights().object(shapeOf(self)).delete,
    'DescribeSObjectResult.getSObjectType': (vm, self) => objectToken(vm.program, shapeOf(self)),
    'SObjectTypeFields.getMap': fieldMap,
  },
};
