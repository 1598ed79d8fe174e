import { Type } from './type.ts';

const primitive = (name: string): Type => new Type(name, 'primitive');

/** The types that the compiler itself knows. Their members come from the signatures of the platform. */
export const T = {
  Object: new Type('Object', 'object'),
  String: primitive('String'),
  Id: primitive('Id'),
  Boolean: primitive('Boolean'),
  Integer: primitive('Integer'),
  Long: primitive('Long'),
  Double: primitive('Double'),
  Decimal: primitive('Decimal'),
  Date: primitive('Date'),
  Datetime: primitive('Datetime'),
  Blob: primitive('Blob'),
  void: new Type('void', 'void'),
  null: new Type('null', 'null'),
  SObject: new Type('SObject', 'record'),
  /** Of `X.class`. */
  Type: new Type('Type', 'class'),
};

interface Collections {
  list?: Type;
  set?: Type;
  maps?: WeakMap<Type, Type>;
}

const collections = new WeakMap<Type, Collections>();
let complete: ((type: Type) => void) | null = null;
let waiting: Type[] = [];

/** @param callback fills in the members of each list, set and map type, also of those made before */
export function onNewCollection(callback: (type: Type) => void): void {
  complete = callback;
  for (const type of waiting) callback(type);
  waiting = [];
}

function make(kind: 'list' | 'set' | 'map', args: Type[], store: (type: Type) => void): Type {
  const label = { list: 'List', set: 'Set', map: 'Map' }[kind];
  const type = new Type(`${label}<${args.map((arg) => arg.name).join(',')}>`, kind, args);
  // Stored first: the members of a list name sets of the same items.
  store(type);
  if (complete) complete(type);
  else waiting.push(type);
  return type;
}

function of(type: Type): Collections {
  const found = collections.get(type) ?? {};
  collections.set(type, found);
  return found;
}

export const listOf = (item: Type): Type => of(item).list ?? make('list', [item], (type) => (of(item).list = type));
export const setOf = (item: Type): Type => of(item).set ?? make('set', [item], (type) => (of(item).set = type));

export function mapOf(key: Type, value: Type): Type {
  const maps = (of(key).maps ??= new WeakMap());
  return maps.get(value) ?? make('map', [key, value], (type) => maps.set(value, type));
}
