import type { ApexTypeToken } from '../values/values.ts';
import { serialize, serializePretty } from './json-write.ts';
import { deserialize, deserializeUntyped } from './json-read.ts';
import type { Library } from './signatures.ts';

/** Apex Reference Guide, JSON Class. */
export const json: Library = {
  signatures: `
    class JSON
    static String serialize(Object)
    static String serialize(Object,Boolean)
    static String serializePretty(Object)
    static String serializePretty(Object,Boolean)
    static Object deserializeUntyped(String)
    static Object deserialize(String,Type)
    static Object deserializeStrict(String,Type)`,
  code: {
    'JSON.serialize': (vm, _self, value, withoutNulls = false) => serialize(vm, value, withoutNulls),
    'JSON.serializePretty': (vm, _self, value, withoutNulls = false) => serializePretty(vm, value, withoutNulls),
    'JSON.deserializeUntyped': (vm, _self, text) => deserializeUntyped(vm, text),
    'JSON.deserialize': (vm, _self, text, type: ApexTypeToken) => deserialize(vm, text, type.type, false),
    'JSON.deserializeStrict': (vm, _self, text, type: ApexTypeToken) => deserialize(vm, text, type.type, true),
  },
};
