import { T, mapOf } from '../types/builtin.ts';
import { Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import type { Vm } from '../run/vm.ts';
import { ApexMap, ApexRecord, type Value } from '../values/values.ts';

export interface FieldShape {
  name: string;
  label: string;
  type: Type;
  /** A name of DisplayType. */
  display: string;
  /** The object that a lookup points at. */
  references: string | null;
  /** The first characters of the ids that a lookup holds. */
  targetPrefix?: string;
  /** The name of the list of these records on the object that a lookup points at. */
  children?: string | null;
  /** The name of the lookup in a path: `Owner` for OwnerId. */
  relationship: string | null;
  isRequired: boolean;
  /** Never written by Apex. */
  isReadOnly: boolean;
  isCalculated: boolean;
  /** Whether profiles and permission sets decide on access; the others follow the object. */
  isPermissionable: boolean;
  isUnique: boolean;
  /** A custom field marked as such, which other systems' keys are in. */
  isExternalId: boolean;
  /** Whether upsert may match records by the field. */
  isIdLookup: boolean;
  /** Whether values of a unique field that differ by case are different. */
  isCaseSensitive: boolean;
  isAutoNumber?: boolean;
  /** Characters; 0 = not text. */
  length: number;
  defaultValue: Value;
  /** Values of a picklist of the org. */
  picklist: string[];
}

/** By its full name, or by its name without the namespace of the org (Apex Developer Guide, Namespace Prefix). */
function find<Item>(items: Map<string, Item>, name: string, namespace: string | null): Item | null {
  const own = items.get(name.toLowerCase());
  if (own || !namespace) return own ?? null;
  return items.get(`${namespace}__${name}`.toLowerCase()) ?? null;
}

export class ObjectShape {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly kind: 'data' | 'setup' | 'event' | 'metadata';
  /** A custom setting. */
  readonly isSetting: boolean;
  readonly type: Type;
  readonly fields: FieldShape[];
  readonly #byName: Map<string, FieldShape>;
  readonly #byRelation: Map<string, FieldShape>;
  readonly #namespace: string | null;

  constructor(
    name: string,
    label: string,
    keyPrefix: string,
    kind: ObjectShape['kind'],
    fields: FieldShape[],
    isSetting = false,
    namespace: string | null = null,
  ) {
    this.#namespace = namespace;
    this.isSetting = isSetting;
    this.name = name;
    this.label = label;
    this.keyPrefix = keyPrefix;
    this.kind = kind;
    this.fields = fields;
    this.type = new Type(name, 'record');
    this.#byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
    this.#byRelation = new Map(
      fields.flatMap((field) => (field.relationship ? [[field.relationship.toLowerCase(), field]] : [])),
    );
    if (kind === 'metadata') addMetadataMethods(this);
    if (isSetting) addSettingMethods(this);
  }

  field(name: string): FieldShape | null {
    return find(this.#byName, name, this.#namespace);
  }

  relation(name: string): FieldShape | null {
    return find(this.#byRelation, name, this.#namespace);
  }
}

/** Apex Reference Guide, Custom Metadata Type Methods. They cost no query. */
function addMetadataMethods(shape: ObjectShape): void {
  const { type } = shape;
  const all = mapOf(T.String, type);
  const nameOf = (row: ApexRecord): Value => row.fields.get('developername') ?? null;
  const base = { owner: type, isStatic: true };
  type.addMethod({
    ...base,
    name: 'getInstance',
    params: [T.String],
    returns: type,
    invoke: (vm, _self, [name]) =>
      vm.ports.database.customMetadata(shape.name).find((row) => nameOf(row) === name || row.id === name) ?? null,
  });
  type.addMethod({
    ...base,
    name: 'getAll',
    params: [],
    returns: all,
    invoke: (vm) => {
      const rows = vm.ports.database.customMetadata(shape.name);
      return new ApexMap(all, new Map(rows.map((row) => [keyOf(nameOf(row)), [nameOf(row), row]])));
    },
  });
}

/**
 * Apex Reference Guide, Custom Settings Methods: the values of a user, of their profile, of the org. They cost no query. The
 * values of the levels are not merged field by field; the nearest record counts as a whole.
 */
function addSettingMethods(shape: ObjectShape): void {
  const { type } = shape;
  const rowOf = (vm: Vm, owner: Value): ApexRecord | null => {
    const found = vm.ports.database.customMetadata(shape.name).find((row) => row.fields.get('setupownerid') === owner);
    return found ?? null;
  };
  // Without a record the values are the defaults of the fields (known).
  const empty = (owner: Value): ApexRecord => {
    const record = new ApexRecord(type);
    for (const field of shape.fields)
      if (field.name.endsWith('__c')) record.fields.set(field.name.toLowerCase(), field.defaultValue);
    record.fields.set('setupownerid', owner);
    return record;
  };
  const method = (name: string, params: Type[], find: (vm: Vm, owner: Value) => ApexRecord): void =>
    type.addMethod({
      owner: type,
      isStatic: true,
      name,
      params,
      returns: type,
      invoke: (vm, _self, [owner]) => find(vm, owner ?? vm.ports.database.userId()),
    });
  const nearest = (vm: Vm, owner: Value): ApexRecord =>
    rowOf(vm, owner) ??
    rowOf(vm, vm.ports.database.userField('profileid')) ??
    rowOf(vm, ORGANIZATION_ID) ??
    empty(owner);
  method('getInstance', [], nearest);
  method('getInstance', [T.Id], nearest);
  method('getValues', [T.Id], (vm, owner) => rowOf(vm, owner) ?? empty(owner));
  method('getOrgDefaults', [], (vm) => rowOf(vm, ORGANIZATION_ID) ?? empty(ORGANIZATION_ID));
}

/** The id of the org of this runtime. */
export const ORGANIZATION_ID = '00D000000000001EAA';

interface ChildRelation {
  child: ObjectShape;
  /** The lookup from the child to the parent. */
  field: FieldShape;
}

/** The objects and labels of an org. */
export class Schema {
  /** Lower-case names. */
  readonly labels: ReadonlySet<string>;
  /** Of the org; null = none. */
  readonly namespace: string | null;
  readonly objects: ObjectShape[];
  readonly #byName: Map<string, ObjectShape>;
  readonly #byType: Map<Type, ObjectShape>;
  /** Lists of children by lower-case name. */
  readonly #children = new Map<ObjectShape, Map<string, ChildRelation>>();

  constructor(objects: ObjectShape[], labels: Iterable<string>, namespace: string | null = null) {
    this.namespace = namespace;
    this.objects = objects;
    this.labels = new Set([...labels].map((name) => name.toLowerCase()));
    this.#byName = new Map(objects.map((shape) => [shape.name.toLowerCase(), shape]));
    this.#byType = new Map(objects.map((shape) => [shape.type, shape]));
    for (const child of objects) for (const field of child.fields) this.#addLookup(child, field);
  }

  #addLookup(child: ObjectShape, field: FieldShape): void {
    const target = field.references ? this.find(field.references) : null;
    if (!target) return;
    if (field.display === 'REFERENCE') field.targetPrefix = target.keyPrefix;
    const relations = this.#children.get(target) ?? new Map<string, ChildRelation>();
    this.#children.set(target, relations);
    const name = field.children?.toLowerCase();
    if (name && !relations.has(name)) relations.set(name, { child, field });
  }

  find(name: string): ObjectShape | null {
    return find(this.#byName, name, this.namespace);
  }

  get(type: Type): ObjectShape {
    const shape = this.#byType.get(type);
    if (!shape) throw new Error(`${type.name} is no object of the org`);
    return shape;
  }

  /** The list of records that point at an object: `Contacts` of Account. */
  childRelation(parent: ObjectShape, name: string): ChildRelation | null {
    const relations = this.#children.get(parent);
    return relations ? find(relations, name, this.namespace) : null;
  }

  /** The name of a field, of a related record or of a list of children, by its key in a record. */
  memberName(shape: ObjectShape, key: string): string {
    return (
      shape.field(key)?.name ??
      shape.relation(key)?.relationship ??
      this.childRelation(shape, key)?.field.children ??
      key
    );
  }

  byPrefix(prefix: string): ObjectShape | null {
    return this.objects.find((shape) => shape.keyPrefix === prefix) ?? null;
  }
}
