import { allocate } from '../compile/methods.ts';
import { setOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import type { Vm } from '../run/vm.ts';
import { ApexObject, ApexSet, type ApexTypeToken, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

type Entries = Map<string, Value>;

const areas = new WeakMap<Vm, Map<string, Entries>>();

/** What a test has put into one partition. Entries do not expire: the clock of a test stands still. */
function entriesOf(vm: Vm, area: string): Entries {
  const all = areas.get(vm) ?? new Map<string, Entries>();
  areas.set(vm, all);
  const known = all.get(area) ?? new Map<string, Value>();
  all.set(area, known);
  return known;
}

/** Keys have letters and digits only (Apex Reference Guide, Cache.Partition). */
function requireKey(vm: Vm, key: string | null): string {
  if (key !== null && /^[a-zA-Z0-9]{1,50}$/.test(key)) return key;
  throw vm.error('Cache.Partition.PartitionException', `Invalid key: ${String(key)}`);
}

function put(vm: Vm, area: string, key: string, value: Value): void {
  if (value === null) throw vm.error('Cache.Partition.PartitionException', 'Cache value cannot be null');
  entriesOf(vm, area).set(requireKey(vm, key), value);
}

/** The value of a class with Cache.CacheBuilder, which is loaded at the first use. */
function built(vm: Vm, area: string, type: ApexTypeToken, key: string): Value {
  const name = `${type.type.name} ${key}`;
  const known = entriesOf(vm, area).get(name);
  if (known !== undefined) return known;
  const builder = allocate(vm.program.classOf(type.type));
  type.type.constructors.find(({ params }) => params.length === 0)?.invoke(vm, builder, []);
  const value = vm.call(builder, 'doLoad', [key]);
  entriesOf(vm, area).set(name, value);
  return value;
}

const setOfTexts = (texts: Iterable<string>): ApexSet =>
  new ApexSet(setOf(T.String), new Map([...texts].map((text) => [keyOf(text), text])));

const areaOf = (self: ApexObject): string => (self.native as { area: string }).area;

const members = (prefix: string): string => `
    ${prefix}Boolean contains(String)
    ${prefix}Object get(String)
    ${prefix}Object get(Type,String)
    ${prefix}Set<String> getKeys()
    ${prefix}Boolean isAvailable()
    ${prefix}void put(String,Object)
    ${prefix}void put(String,Object,Integer)
    ${prefix}void put(String,Object,Integer,Cache.Visibility,Boolean)
    ${prefix}Boolean remove(String)
    ${prefix}Boolean remove(Type,String)`;

const memberCode = (owner: string, area: (self: ApexObject) => string): Library['code'] => ({
  [`${owner}.contains`]: (vm, self, key: string) => entriesOf(vm, area(self)).has(key),
  [`${owner}.get`]: (vm, self, key: string) => entriesOf(vm, area(self)).get(requireKey(vm, key)) ?? null,
  [`${owner}.get(Type,String)`]: (vm, self, type: ApexTypeToken, key: string) => built(vm, area(self), type, key),
  [`${owner}.getKeys`]: (vm, self) => setOfTexts(entriesOf(vm, area(self)).keys()),
  [`${owner}.isAvailable`]: () => true,
  [`${owner}.put`]: (vm, self, key: string, value: Value) => put(vm, area(self), key, value),
  [`${owner}.remove`]: (vm, self, key: string) => entriesOf(vm, area(self)).delete(key),
  [`${owner}.remove(Type,String)`]: (vm, self, type: ApexTypeToken, key: string) =>
    entriesOf(vm, area(self)).delete(`${type.type.name} ${key}`),
});

const partition = (kind: 'Org' | 'Session') => (vm: Vm, _self: unknown, name: string) =>
  new ApexObject(vm.program.platformType(`Cache.${kind}Partition`), [], { area: `${kind}.${name}` });

/** Apex Reference Guide, Cache Namespace. Every partition exists. */
export const cache: Library = {
  signatures: `
    enum Cache.Visibility ALL, NAMESPACE
    interface Cache.CacheBuilder
    Object doLoad(String)
    class Cache.Partition
    ${members('')}
    class Cache.OrgPartition extends Cache.Partition
    class Cache.SessionPartition extends Cache.Partition
    class Cache
    class Cache.Org
    static Cache.OrgPartition getPartition(String)
    ${members('static ')}
    class Cache.Session
    static Cache.SessionPartition getPartition(String)
    ${members('static ')}`,
  code: {
    ...memberCode('Cache.Partition', areaOf),
    ...memberCode('Cache.Org', () => 'Org.default'),
    ...memberCode('Cache.Session', () => 'Session.default'),
    'Cache.Org.getPartition': partition('Org'),
    'Cache.Session.getPartition': partition('Session'),
  },
};
