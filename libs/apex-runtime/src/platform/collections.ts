import type { Vm } from '../run/vm.ts';
import type { Type } from '../types/type.ts';
import { objectToken } from './schema-tokens.ts';
import { listOf, setOf, T } from '../types/builtin.ts';
import { compareValues, isEqual, keyOf } from '../values/compare.ts';
import { ApexList, ApexMap, ApexObject, ApexRecord, ApexSet, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

export function itemsOf(value: ApexList | ApexSet): Value[] {
  return value instanceof ApexList ? value.items : [...value.items.values()];
}

const requireItems = (vm: Vm, value: ApexList | ApexSet | null): Value[] => {
  if (value === null) throw vm.nullPointer();
  return itemsOf(value);
};

function place(vm: Vm, list: ApexList, index: number): number {
  if (index < 0 || index >= list.items.length) throw vm.error('ListException', `List index out of bounds: ${index}`);
  return index;
}

function addToSet(set: ApexSet, value: Value): boolean {
  const key = keyOf(value);
  if (set.items.has(key)) return false;
  set.items.set(key, value);
  return true;
}

function keyIn(map: ApexMap, key: Value): unknown {
  if (!map.ignoresCase || typeof key !== 'string') return keyOf(key);
  const own = keyOf(key.toLowerCase());
  const full = map.namespace ? keyOf(`${map.namespace}__${key}`.toLowerCase()) : null;
  return full !== null && !map.entries.has(own) && map.entries.has(full) ? full : own;
}

function put(map: ApexMap, key: Value, value: Value): Value {
  const found = map.entries.get(keyIn(map, key));
  map.entries.set(keyIn(map, key), [found ? found[0] : key, value]);
  return found ? found[1] : null;
}

const get = (map: ApexMap, key: Value): Value => map.entries.get(keyIn(map, key))?.[1] ?? null;

/** `new Map<Id, Lead>(leads)`: the records by id. */
function putRecords(vm: Vm, map: ApexMap, records: Value[]): void {
  for (const record of records) {
    const id = (record as ApexRecord | null)?.id ?? null;
    if (id === null) throw vm.error('ListException', 'Row with null Id at index: 0');
    put(map, id, record);
  }
}

/** The object of a list of records; null for SObject without records (Apex Reference Guide, List.getSObjectType). */
function sObjectType(vm: Vm, item: Type, values: Value[]): Value {
  const first = values.find((value) => value instanceof ApexRecord);
  const type = item === T.SObject && first ? first.type : item;
  return type.kind === 'record' && type !== T.SObject ? objectToken(vm.program, vm.program.schema.get(type)) : null;
}

function iteratorOf(vm: Vm, items: Value[]): ApexObject {
  return new ApexObject(vm.program.platformType('ListIterator'), [], { items: [...items], place: 0 });
}

const iterator = (self: ApexObject): { items: Value[]; place: number } =>
  self.native as { items: Value[]; place: number };

const cloneItem = (value: Value, keepId = false): Value => {
  if (!(value instanceof ApexRecord)) return value;
  const copy = new ApexRecord(value.type, new Map(value.fields));
  copy.queried = value.queried;
  if (!keepId) copy.fields.delete('id');
  return copy;
};

/** Sorts by Comparable, or by the order of primitive values (Apex Reference Guide, List.sort). */
function sort(vm: Vm, list: ApexList): void {
  list.items.sort((left, right) =>
    left instanceof ApexObject ? (vm.call(left, 'compareTo', [right]) as number) : compareValues(left, right),
  );
}

/** Apex Reference Guide: List, Set, Map. */
export const collections: Library = {
  signatures: `
    interface Comparable
    Integer compareTo(Object)
    interface Comparator
    Integer compare(Object,Object)
    interface Iterator
    Boolean hasNext()
    Object next()
    class ListIterator implements Iterator
    Boolean hasNext()
    Object next()
    class List<T> implements Iterable
    new()
    new(List<T>)
    new(Set<T>)
    void add(T)
    void add(Integer,T)
    void addAll(List<T>)
    void addAll(Set<T>)
    void clear()
    List<T> clone()
    Boolean contains(T)
    List<T> deepClone()
    T get(Integer)
    Integer indexOf(T)
    Boolean isEmpty()
    T remove(Integer)
    void set(Integer,T)
    Integer size()
    void sort()
    void sort(Comparator)
    SObjectType getSObjectType()
    Iterator iterator()
    Integer hashCode()
    List<T> deepClone(Boolean)
    List<T> deepClone(Boolean,Boolean)
    List<T> deepClone(Boolean,Boolean,Boolean)
    Boolean equals(Object)
    class Set<T> implements Iterable
    new()
    new(List<T>)
    new(Set<T>)
    Boolean add(T)
    Boolean addAll(List<T>)
    Boolean addAll(Set<T>)
    void clear()
    Set<T> clone()
    Boolean contains(T)
    Boolean containsAll(List<T>)
    Boolean containsAll(Set<T>)
    Boolean isEmpty()
    Boolean remove(T)
    Boolean removeAll(List<T>)
    Boolean removeAll(Set<T>)
    Boolean retainAll(Set<T>)
    Boolean retainAll(List<T>)
    Iterator iterator()
    Integer size()
    class Map<K,V>
    new()
    new(Map<K,V>)
    new(List<V>)
    void clear()
    Map<K,V> clone()
    Map<K,V> deepClone()
    SObjectType getSObjectType()
    void putAll(List<V>)
    Boolean containsKey(K)
    V get(K)
    Boolean isEmpty()
    Set<K> keySet()
    V put(K,V)
    void putAll(Map<K,V>)
    V remove(K)
    Integer size()
    List<V> values()`,
  code: {
    'ListIterator.hasNext': (_vm, self: ApexObject) => iterator(self).place < iterator(self).items.length,
    'ListIterator.next': (vm, self: ApexObject) => {
      const { items, place: at } = iterator(self);
      if (at >= items.length) throw vm.error('NoSuchElementException', 'There is no next element');
      iterator(self).place++;
      return items[at] as Value;
    },
    'List.new': (vm, self: ApexList, source?: ApexList | ApexSet | null) => {
      if (source !== undefined) self.items.push(...requireItems(vm, source));
    },
    'List.add': (_vm, self: ApexList, value) => void self.items.push(value),
    'List.add(Integer,T)': (_vm, self: ApexList, index: number, value: Value) =>
      void self.items.splice(index, 0, value),
    'List.addAll': (vm, self: ApexList, source) => void self.items.push(...requireItems(vm, source)),
    'List.clear': (_vm, self: ApexList) => void (self.items.length = 0),
    'List.clone': (_vm, self: ApexList) => new ApexList(self.type, [...self.items]),
    'List.contains': (_vm, self: ApexList, value) => self.items.some((item) => isEqual(item, value, false)),
    'List.deepClone': (_vm, self: ApexList, keepIds = false) =>
      new ApexList(
        self.type,
        self.items.map((item) => cloneItem(item, keepIds)),
      ),
    'List.getSObjectType': (vm, self: ApexList) => sObjectType(vm, self.type.item, self.items),
    'List.iterator': (vm, self: ApexList) => iteratorOf(vm, self.items),
    'List.hashCode': (_vm, self: ApexList) => String(keyOf(self)).length,
    'List.get': (vm, self: ApexList, index: number) => self.items[place(vm, self, index)] as Value,
    'List.indexOf': (_vm, self: ApexList, value) => self.items.findIndex((item) => isEqual(item, value, false)),
    'List.isEmpty': (_vm, self: ApexList) => self.items.length === 0,
    'List.remove': (vm, self: ApexList, index: number) => self.items.splice(place(vm, self, index), 1)[0] as Value,
    'List.set': (vm, self: ApexList, index: number, value: Value) => void (self.items[place(vm, self, index)] = value),
    'List.size': (_vm, self: ApexList) => self.items.length,
    'List.sort': sort,
    'List.sort(Comparator)': (vm, self: ApexList, comparator: ApexObject) =>
      void self.items.sort((left, right) => vm.call(comparator, 'compare', [left, right]) as number),
    'List.equals': (_vm, self: ApexList, other) => isEqual(self, other, false),
    'Set.new': (vm, self: ApexSet, source?: ApexList | ApexSet | null) => {
      if (source !== undefined) for (const item of requireItems(vm, source)) addToSet(self, item);
    },
    'Set.add': (_vm, self, value) => addToSet(self, value),
    'Set.addAll': (vm, self: ApexSet, source) => {
      const before = self.items.size;
      for (const item of requireItems(vm, source)) addToSet(self, item);
      return self.items.size > before;
    },
    'Set.clear': (_vm, self: ApexSet) => self.items.clear(),
    'Set.clone': (_vm, self: ApexSet) => new ApexSet(self.type, new Map(self.items)),
    'Set.contains': (_vm, self: ApexSet, value) => self.items.has(keyOf(value)),
    'Set.containsAll': (vm, self: ApexSet, source) =>
      requireItems(vm, source).every((item) => self.items.has(keyOf(item))),
    'Set.isEmpty': (_vm, self: ApexSet) => self.items.size === 0,
    'Set.remove': (_vm, self: ApexSet, value) => self.items.delete(keyOf(value)),
    'Set.removeAll': (vm, self: ApexSet, source) =>
      requireItems(vm, source).reduce((changed: boolean, item) => self.items.delete(keyOf(item)) || changed, false),
    'Set.iterator': (vm, self: ApexSet) => iteratorOf(vm, [...self.items.values()]),
    'Set.retainAll': (_vm, self: ApexSet, other: ApexSet | ApexList) => {
      const before = self.items.size;
      const kept = new Set(itemsOf(other).map(keyOf));
      for (const key of [...self.items.keys()]) if (!kept.has(key)) self.items.delete(key);
      return self.items.size < before;
    },
    'Set.size': (_vm, self: ApexSet) => self.items.size,
    'Map.new': (vm, self: ApexMap, source?: ApexMap | ApexList | null) => {
      if (source === null) throw vm.nullPointer();
      if (source instanceof ApexMap) for (const [key, value] of source.entries.values()) put(self, key, value);
      else if (source) putRecords(vm, self, source.items);
    },
    'Map.clear': (_vm, self: ApexMap) => self.entries.clear(),
    'Map.clone': (_vm, self: ApexMap) => new ApexMap(self.type, new Map(self.entries)),
    'Map.deepClone': (_vm, self: ApexMap) =>
      new ApexMap(
        self.type,
        new Map([...self.entries].map(([key, [name, value]]) => [key, [name, cloneItem(value, true)]])),
      ),
    'Map.getSObjectType': (vm, self: ApexMap) =>
      sObjectType(
        vm,
        self.type.item,
        [...self.entries.values()].map(([, value]) => value),
      ),
    'Map.containsKey': (_vm, self: ApexMap, key) => self.entries.has(keyIn(self, key)),
    'Map.get': (_vm, self, key) => get(self, key),
    'Map.isEmpty': (_vm, self: ApexMap) => self.entries.size === 0,
    'Map.keySet': (_vm, self: ApexMap) =>
      new ApexSet(setOf(self.type.key), new Map([...self.entries].map(([key, [value]]) => [key, value]))),
    'Map.put': (_vm, self, key, value) => put(self, key, value),
    'Map.putAll': (vm, self: ApexMap, other: ApexMap | ApexList | null) => {
      if (other === null) throw vm.nullPointer();
      if (other instanceof ApexList) return putRecords(vm, self, other.items);
      for (const [key, value] of other.entries.values()) put(self, key, value);
    },
    'Map.remove': (_vm, self: ApexMap, key) => {
      const value = get(self, key);
      self.entries.delete(keyIn(self, key));
      return value;
    },
    'Map.size': (_vm, self: ApexMap) => self.entries.size,
    'Map.values': (_vm, self: ApexMap) =>
      new ApexList(
        listOf(self.type.item),
        [...self.entries.values()].map(([, value]) => value),
      ),
  },
};
