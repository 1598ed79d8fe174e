import { ApexList, ApexMap, ApexObject, ApexRecord, ApexSet, type Value } from '../values/values.ts';

/** A job runs on a copy of the instance that was enqueued, with all that it refers to (aer-dist#208). */
export function copyOf(value: Value, seen = new Map<object, Value>()): Value {
  if (value === null || typeof value !== 'object') return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof ApexList) {
    const list = new ApexList(value.type);
    seen.set(value, list);
    list.items.push(...value.items.map((item) => copyOf(item, seen)));
    return list;
  }
  if (value instanceof ApexSet) {
    const set = new ApexSet(value.type);
    seen.set(value, set);
    for (const [key, item] of value.items) set.items.set(key, copyOf(item, seen));
    return set;
  }
  if (value instanceof ApexMap) {
    const map = new ApexMap(value.type);
    seen.set(value, map);
    for (const [key, [name, item]] of value.entries) map.entries.set(key, [name, copyOf(item, seen)]);
    return map;
  }
  if (value instanceof ApexRecord) {
    const record = new ApexRecord(value.type, new Map(value.fields));
    record.queried = value.queried;
    seen.set(value, record);
    return record;
  }
  if (value instanceof ApexObject && value.type.isUser) {
    const object = new ApexObject(value.type, [], value.native);
    seen.set(value, object);
    object.slots.push(...value.slots.map((slot) => copyOf(slot, seen)));
    return object;
  }
  return value;
}
