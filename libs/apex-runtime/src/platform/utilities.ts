import type { Vm } from '../run/vm.ts';
import { allocate } from '../compile/methods.ts';
import {
  ApexBlob,
  ApexList,
  ApexMap,
  ApexObject,
  ApexRecord,
  ApexSet,
  ApexTypeToken,
  type Value,
} from '../values/values.ts';
import { distance } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import { javaPattern } from './patterns.ts';
import { splitTypes, type Library } from './signatures.ts';

const hex = (vm: Vm, digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(vm.ports.random.next() * 16).toString(16)).join('');

/** A UUID of version 4 (Apex Reference Guide, UUID Class). */
function randomUuid(vm: Vm): ApexObject {
  const variant = '89ab'.charAt(Math.floor(vm.ports.random.next() * 4));
  const text = [hex(vm, 8), hex(vm, 4), `4${hex(vm, 3)}`, variant + hex(vm, 3), hex(vm, 12)].join('-');
  return new ApexObject(vm.program.platformType('UUID'), [], { text });
}

interface MatcherState {
  pattern: RegExp;
  input: string;
  from: number;
  match: RegExpExecArray | null;
}

const matcher = (self: ApexObject): MatcherState => self.native as MatcherState;

function matches(vm: Vm, pattern: string, input: string): boolean {
  const { source, flags } = javaPattern(vm, pattern);
  return new RegExp(`^(?:${source})$`, flags).test(input);
}

function find(self: ApexObject): boolean {
  const state = matcher(self);
  const pattern = new RegExp(state.pattern.source, `${state.pattern.flags.replace('g', '')}g`);
  pattern.lastIndex = state.from;
  state.match = pattern.exec(state.input);
  if (state.match) state.from = Math.max(pattern.lastIndex, state.match.index + 1);
  return state.match !== null;
}

/** A type by its name, with type arguments: `Map<Id,Account>`. */
function typeByText(vm: Vm, text: string): Type | null {
  const generic = /^\s*(List|Set|Map)\s*<(.*)>\s*$/i.exec(text);
  if (!generic) return vm.program.findType(text.trim(), null);
  const args = splitTypes(generic[2] ?? '').map((part) => typeByText(vm, part));
  if (args.some((arg) => arg === null)) return null;
  return vm.program.findType(generic[1] ?? '', null, args as Type[]);
}

function newInstance(vm: Vm, self: ApexTypeToken): Value {
  const { type } = self;
  if (type.kind === 'record') return new ApexRecord(type);
  if (type.kind === 'list') return new ApexList(type);
  if (type.kind === 'map') return new ApexMap(type);
  if (type.kind === 'set') return new ApexSet(type);
  const constructor = type.constructors.find(({ params }) => params.length === 0);
  if (!type.isUser || !constructor) throw vm.error('TypeException', `${type.name} cannot be created by its Type`);
  const instance = allocate(vm.program.classOf(type));
  constructor.invoke(vm, instance, []);
  return instance;
}

/** Apex Reference Guide: Crypto, UUID, EncodingUtil, Pattern, Matcher, Type. */
export const utilities: Library = {
  signatures: `
    class Crypto
    static Integer getRandomInteger()
    static Long getRandomLong()
    class UUID
    static UUID randomUUID()
    static UUID fromString(String)
    String toString()
    class EncodingUtil
    static String urlEncode(String,String)
    static String urlDecode(String,String)
    static String base64Encode(Blob)
    static Blob base64Decode(String)
    class Pattern
    static Pattern compile(String)
    static Boolean matches(String,String)
    static String quote(String)
    Matcher matcher(String)
    String pattern()
    class Matcher
    Boolean matches()
    Boolean find()
    String group()
    String group(Integer)
    Integer groupCount()
    Integer start()
    Integer end()
    String replaceAll(String)
    interface Callable
    Object call(String,Map<String,Object>)
    class Type
    static Type forName(String)
    static Type forName(String,String)
    String getName()
    String toString()
    Boolean isAssignableFrom(Type)
    Integer hashCode()
    Object newInstance()`,
  code: {
    'Crypto.getRandomInteger': (vm) => Math.floor(vm.ports.random.next() * 2 ** 32) | 0,
    'Crypto.getRandomLong': (vm) => BigInt.asIntN(64, BigInt(`0x${hex(vm, 16)}`)),
    'UUID.randomUUID': randomUuid,
    'UUID.fromString': (vm, _self, text: string) => {
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
        throw vm.error('IllegalArgumentException', `Invalid UUID string: ${text}`);
      return new ApexObject(vm.program.platformType('UUID'), [], { text: text.toLowerCase() });
    },
    'UUID.toString': (_vm, self: ApexObject) => (self.native as { text: string }).text,
    // As Java's URLEncoder: a space becomes `+`, and of the other signs only `.`, `-`, `*` and `_` stay.
    'EncodingUtil.urlEncode': (_vm, _self, text: string) =>
      encodeURIComponent(text)
        .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%20', '+'),
    'EncodingUtil.urlDecode': (_vm, _self, text: string) => decodeURIComponent(text.replaceAll('+', ' ')),
    'EncodingUtil.base64Encode': (_vm, _self, blob: ApexBlob) =>
      btoa(String.fromCharCode(...new TextEncoder().encode(blob.text))),
    'EncodingUtil.base64Decode': (_vm, _self, text: string) =>
      new ApexBlob(new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))),
    'Pattern.compile': (vm, _self, text: string) =>
      new ApexObject(vm.program.platformType('Pattern'), [], { pattern: javaPattern(vm, text), text }),
    'Pattern.matches': (vm, _self, pattern: string, input: string) => matches(vm, pattern, input),
    'Pattern.quote': (_vm, _self, text: string) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'),
    'Pattern.matcher': (vm, self: ApexObject, input: string | null) => {
      if (input === null) throw vm.nullPointer();
      const { pattern } = self.native as { pattern: RegExp };
      return new ApexObject(vm.program.platformType('Matcher'), [], { pattern, input, from: 0, match: null });
    },
    'Pattern.pattern': (_vm, self: ApexObject) => (self.native as { text: string }).text,
    'Matcher.matches': (_vm, self: ApexObject) => {
      const state = matcher(self);
      state.match = new RegExp(`^(?:${state.pattern.source})$`, state.pattern.flags).exec(state.input);
      return state.match !== null;
    },
    'Matcher.find': (_vm, self) => find(self),
    'Matcher.group': (vm, self, group = 0) => {
      const { match } = matcher(self);
      if (!match) throw vm.error('StringException', 'No match found');
      return match[group] ?? null;
    },
    'Matcher.groupCount': (_vm, self) => (new RegExp(`${matcher(self).pattern.source}|`).exec('')?.length ?? 1) - 1,
    'Matcher.start': (_vm, self) => matcher(self).match?.index ?? -1,
    'Matcher.end': (_vm, self) => {
      const { match } = matcher(self);
      return match ? match.index + match[0].length : -1;
    },
    'Matcher.replaceAll': (_vm, self, by: string) => {
      const { pattern, input } = matcher(self);
      return input.replace(new RegExp(pattern.source, `${pattern.flags}g`), by);
    },
    'Type.forName': (vm, _self, first: string, second?: string) => {
      const type = typeByText(vm, second ?? first);
      return type ? new ApexTypeToken(type) : null;
    },
    'Type.getName': (_vm, self: ApexTypeToken) => self.type.qualifiedName,
    'Type.toString': (_vm, self: ApexTypeToken) => self.type.qualifiedName,
    'Type.isAssignableFrom': (_vm, self: ApexTypeToken, other: ApexTypeToken) =>
      distance(other.type, self.type) !== null,
    'Type.hashCode': (_vm, self: ApexTypeToken) => self.type.name.length,
    'Type.newInstance': newInstance,
  },
};
