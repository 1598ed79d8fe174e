import { addEnumMethods } from '../compile/enum-methods.ts';
import { onNewCollection } from '../types/builtin.ts';
import type { Type } from '../types/type.ts';
import { asynchronous } from './asynchronous.ts';
import { cache } from './cache.ts';
import { collections } from './collections.ts';
import { connectApi } from './connect-api.ts';
import { databaseClasses } from './database-classes.ts';
import { exceptions } from './exceptions.ts';
import { http } from './http.ts';
import { json } from './json.ts';
import { numbers } from './numbers.ts';
import { records } from './records.ts';
import { rest } from './rest.ts';
import { schemaClasses } from './schema-classes.ts';
import { security } from './security.ts';
import { PlatformRegistry } from './signatures.ts';
import { strings } from './strings.ts';
import { stubs } from './stubs.ts';
import { system } from './system.ts';
import { testing } from './testing.ts';
import { times } from './times.ts';
import { urls } from './urls.ts';
import { utilities } from './utilities.ts';

let registry: PlatformRegistry | null = null;

export function platformRegistry(): PlatformRegistry {
  if (registry) return registry;
  const libraries = [
    exceptions,
    strings,
    numbers,
    times,
    collections,
    records,
    schemaClasses,
    databaseClasses,
    http,
    asynchronous,
    json,
    system,
    utilities,
    testing,
    rest,
    security,
    stubs,
    urls,
    cache,
    connectApi,
  ];
  const made = new PlatformRegistry(libraries);
  onNewCollection((type) => made.complete(type));
  for (const type of made.types.values()) if (type.kind === 'enum') addEnumMethods(type);
  registry = made;
  return made;
}

/** The types of the platform by lower-case name, without the namespaces System and Schema. */
export const platformTypes = (): ReadonlyMap<string, Type> => platformRegistry().types;
