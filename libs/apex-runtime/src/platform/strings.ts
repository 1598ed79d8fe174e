import type { Vm } from '../run/vm.ts';
import { listOf, T } from '../types/builtin.ts';
import { toId18 } from '../values/ids.ts';
import { textOf } from '../values/text.ts';
import { ApexBlob, ApexList, type ApexSet, type Value } from '../values/values.ts';
import { itemsOf } from './collections.ts';
import { javaPattern } from './patterns.ts';
import { objectToken } from './schema-tokens.ts';
import type { Library } from './signatures.ts';

const list = (items: Value[]): ApexList => new ApexList(listOf(T.String), items);

function substring(vm: Vm, text: string, start: number, end = text.length): string {
  if (start < 0 || end > text.length || start > end) {
    throw vm.error('StringException', `Ending position out of bounds: ${end}`);
  }
  return text.slice(start, end);
}

/**
 * Apex Reference Guide, String.format: like Java's MessageFormat. A single apostrophe quotes, two stand for one; `{n}` is
 * replaced by the argument, and stays as it is if there is none.
 */
export function messageFormat(pattern: string, values: string[]): string {
  let result = '';
  let quoted = false;
  for (let place = 0; place < pattern.length; place++) {
    const char = pattern.charAt(place);
    if (char === "'" && pattern.charAt(place + 1) === "'") {
      result += "'";
      place++;
    } else if (char === "'") quoted = !quoted;
    else if (char === '{' && !quoted) {
      const end = pattern.indexOf('}', place);
      const index = pattern.slice(place + 1, end);
      if (end < 0 || !/^\d+$/.test(index)) result += char;
      else {
        result += values[Number(index)] ?? `{${index}}`;
        place = end;
      }
    } else result += char;
  }
  return result;
}

const abbreviate = (vm: Vm, text: string, width: number): string => {
  if (width < 4) throw vm.error('IllegalArgumentException', 'Minimum abbreviation width is 4');
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
};

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const UNESCAPED = Object.fromEntries(Object.entries(ENTITIES).map(([char, entity]) => [entity, char]));

const JAVA_ESCAPES: Record<string, string> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
const JAVA_UNESCAPED = Object.fromEntries(Object.entries(JAVA_ESCAPES).map(([char, text]) => [text.slice(1), char]));

/** As StringEscapeUtils of Apache Commons: characters outside of ASCII become `\\uXXXX`. */
const escapeJava = (text: string): string =>
  Array.from({ length: text.length }, (_item, place) => {
    const char = text.charAt(place);
    const code = char.charCodeAt(0);
    if (JAVA_ESCAPES[char]) return JAVA_ESCAPES[char];
    return code < 32 || code > 126 ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : char;
  }).join('');

const unescapeJava = (text: string): string =>
  text.replace(/\\u([0-9a-fA-F]{4})|\\(.)/g, (_whole, hex: string | undefined, char: string | undefined) =>
    hex ? String.fromCharCode(parseInt(hex, 16)) : (JAVA_UNESCAPED[char ?? ''] ?? char ?? ''),
  );

/** By UTF-16 units, as Java counts characters. */
function commonPrefix(left: string, right: string): string {
  let place = 0;
  while (place < left.length && left[place] === right[place]) place++;
  return left.slice(0, place);
}

const countMatches = (text: string, part: string): number => (part === '' ? 0 : text.split(part).length - 1);
const isBlank = (text: Value): boolean => text === null || (text as string).trim() === '';

function split(vm: Vm, text: string, pattern: string, limit = 0): ApexList {
  const parts = text.split(new RegExp(javaPattern(vm, pattern).source));
  if (text === '') return list(['']);
  if (limit > 0 && parts.length > limit) {
    throw vm.error('UnexpectedException', 'String.split with a limit that is reached is not supported by this runtime');
  }
  if (limit === 0) while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return list(parts);
}

/** Apex Reference Guide, String Class and Id Class. */
export const strings: Library = {
  signatures: `
    class Object
    String toString()
    Boolean equals(Object)
    Integer hashCode()
    interface Iterable
    class String
    static String valueOf(Object)
    static String format(String,List<Object>)
    static String join(Iterable,String)
    static Boolean isBlank(String)
    static Boolean isNotBlank(String)
    static Boolean isEmpty(String)
    static Boolean isNotEmpty(String)
    static String escapeSingleQuotes(String)
    static String fromCharArray(List<Integer>)
    String abbreviate(Integer)
    String capitalize()
    String uncapitalize()
    Integer charAt(Integer)
    Boolean contains(String)
    Integer compareTo(String)
    static String getCommonPrefix(List<String>)
    Boolean containsIgnoreCase(String)
    Integer countMatches(String)
    Boolean endsWith(String)
    Boolean endsWithIgnoreCase(String)
    Boolean equals(Object)
    Boolean equalsIgnoreCase(String)
    Integer hashCode()
    Integer indexOf(String)
    Integer indexOf(String,Integer)
    Boolean isAlpha()
    Boolean isNumeric()
    Boolean isWhitespace()
    Integer lastIndexOf(String)
    String escapeJava()
    String unescapeJava()
    String escapeHtml4()
    String unescapeHtml4()
    String escapeXml()
    String escapeCsv()
    String stripHtmlTags()
    String deleteWhitespace()
    Boolean containsAny(String)
    Boolean containsNone(String)
    Boolean containsOnly(String)
    Boolean containsWhitespace()
    String difference(String)
    Boolean isAlphanumeric()
    Boolean isAllLowerCase()
    Boolean isAllUpperCase()
    String swapCase()
    String center(Integer)
    List<Integer> getChars()
    Integer indexOfIgnoreCase(String)
    Integer lastIndexOfIgnoreCase(String)
    String removeStartIgnoreCase(String)
    String removeEndIgnoreCase(String)
    String left(Integer)
    String leftPad(Integer)
    String leftPad(Integer,String)
    Integer length()
    String mid(Integer,Integer)
    String normalizeSpace()
    String remove(String)
    String removeEnd(String)
    String removeStart(String)
    String repeat(Integer)
    String replace(String,String)
    String replaceAll(String,String)
    String replaceFirst(String,String)
    String reverse()
    String right(Integer)
    String rightPad(Integer)
    String rightPad(Integer,String)
    List<String> split(String)
    List<String> split(String,Integer)
    Boolean startsWith(String)
    Boolean startsWithIgnoreCase(String)
    String substring(Integer)
    String substring(Integer,Integer)
    String substringAfter(String)
    String substringAfterLast(String)
    String substringBefore(String)
    String substringBeforeLast(String)
    String substringBetween(String,String)
    String toLowerCase()
    String toUpperCase()
    String trim()
    class Id extends String
    static Id valueOf(String)
    SObjectType getSObjectType()
    String to15()
    class Blob
    static Blob valueOf(String)
    String toString()
    Integer size()`,
  code: {
    'Object.toString': (_vm, self) => textOf(self),
    'Object.equals': (_vm, self, other) => self === other,
    'Object.hashCode': (_vm, self) => textOf(self).length,
    'String.valueOf': (vm, _self, value) => (value === null ? null : vm.textOf(value)),
    'String.format': (vm, _self, pattern: string | null, values: ApexList | null) => {
      if (pattern === null) throw vm.nullPointer();
      return messageFormat(
        pattern,
        (values?.items ?? []).map((value) => vm.textOf(value)),
      );
    },
    'String.join': (vm, _self, items: ApexList | ApexSet | null, separator: string) => {
      if (items === null) throw vm.nullPointer();
      return itemsOf(items)
        .map((item) => (item === null ? '' : vm.textOf(item)))
        .join(separator);
    },
    'String.isBlank': (_vm, _self, text) => isBlank(text),
    'String.isNotBlank': (_vm, _self, text) => !isBlank(text),
    'String.isEmpty': (_vm, _self, text) => text === null || text === '',
    'String.isNotEmpty': (_vm, _self, text) => text !== null && text !== '',
    'String.escapeSingleQuotes': (_vm, _self, text: string) => text.replaceAll("'", "\\'"),
    'String.fromCharArray': (_vm, _self, chars: ApexList) => String.fromCharCode(...(chars.items as number[])),
    'String.abbreviate': abbreviate,
    'String.capitalize': (_vm, self: string) => self.charAt(0).toUpperCase() + self.slice(1),
    'String.uncapitalize': (_vm, self: string) => self.charAt(0).toLowerCase() + self.slice(1),
    'String.charAt': (vm, self: string, place: number) => {
      if (place < 0 || place >= self.length) throw vm.error('StringException', `Index out of bounds: ${place}`);
      return self.charCodeAt(place);
    },
    'String.contains': (_vm, self: string, part: string) => self.includes(part),
    // Java's String.compareTo.
    'String.compareTo': (_vm, self: string, other: string) => {
      const place = commonPrefix(self, other).length;
      const isPrefix = place === self.length || place === other.length;
      return isPrefix ? self.length - other.length : self.charCodeAt(place) - other.charCodeAt(place);
    },
    'String.getCommonPrefix': (_vm, _self, texts: ApexList) => {
      const [first = '', ...others] = texts.items as string[];
      return others.reduce(commonPrefix, first);
    },
    'String.containsIgnoreCase': (_vm, self: string, part: string) => self.toLowerCase().includes(part.toLowerCase()),
    'String.countMatches': (_vm, self: string, part: string) => countMatches(self, part),
    'String.endsWith': (_vm, self: string, part: string) => self.endsWith(part),
    'String.endsWithIgnoreCase': (_vm, self: string, part: string) => self.toLowerCase().endsWith(part.toLowerCase()),
    'String.equals': (_vm, self, other) => self === other,
    'String.equalsIgnoreCase': (_vm, self: string, other: string | null) => self.toLowerCase() === other?.toLowerCase(),
    // Java's String.hashCode.
    'String.hashCode': (_vm, self: string) =>
      [...self].reduce((hash, char) => (Math.imul(31, hash) + char.charCodeAt(0)) | 0, 0),
    'String.indexOf': (_vm, self: string, part: string, from = 0) => self.indexOf(part, from),
    'String.isAlpha': (_vm, self: string) => /^\p{L}+$/u.test(self),
    'String.isNumeric': (_vm, self: string) => /^\p{Nd}+$/u.test(self),
    'String.isWhitespace': (_vm, self: string) => /^\s*$/.test(self),
    'String.lastIndexOf': (_vm, self: string, part: string) => self.lastIndexOf(part),
    'String.escapeJava': (_vm, self: string) => escapeJava(self),
    'String.unescapeJava': (_vm, self: string) => unescapeJava(self),
    'String.escapeHtml4': (_vm, self: string) => self.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char),
    'String.unescapeHtml4': (_vm, self: string) =>
      self.replace(/&(?:amp|lt|gt|quot);/g, (entity) => UNESCAPED[entity] ?? entity),
    'String.escapeXml': (_vm, self: string) => self.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '&apos;'),
    'String.escapeCsv': (_vm, self: string) => (/[",\r\n]/.test(self) ? `"${self.replaceAll('"', '""')}"` : self),
    'String.stripHtmlTags': (_vm, self: string) => self.replace(/<[^>]*>/g, ''),
    'String.deleteWhitespace': (_vm, self: string) => self.replace(/\s+/g, ''),
    'String.containsAny': (_vm, self: string, chars: string) => [...self].some((char) => chars.includes(char)),
    'String.containsNone': (_vm, self: string, chars: string) => ![...self].some((char) => chars.includes(char)),
    'String.containsOnly': (_vm, self: string, chars: string) => [...self].every((char) => chars.includes(char)),
    'String.containsWhitespace': (_vm, self: string) => /\s/.test(self),
    'String.difference': (_vm, self: string, other: string) => other.slice(commonPrefix(self, other).length),
    'String.isAlphanumeric': (_vm, self: string) => /^[\p{L}\p{Nd}]+$/u.test(self),
    'String.isAllLowerCase': (_vm, self: string) => /^\p{Ll}+$/u.test(self),
    'String.isAllUpperCase': (_vm, self: string) => /^\p{Lu}+$/u.test(self),
    'String.swapCase': (_vm, self: string) =>
      [...self].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join(''),
    'String.center': (_vm, self: string, size: number) =>
      self.padStart(self.length + Math.floor(Math.max(size - self.length, 0) / 2)).padEnd(size),
    'String.getChars': (_vm, self: string) =>
      new ApexList(
        listOf(T.Integer),
        Array.from({ length: self.length }, (_item, place) => self.charCodeAt(place)),
      ),
    'String.indexOfIgnoreCase': (_vm, self: string, part: string) => self.toLowerCase().indexOf(part.toLowerCase()),
    'String.lastIndexOfIgnoreCase': (_vm, self: string, part: string) =>
      self.toLowerCase().lastIndexOf(part.toLowerCase()),
    'String.removeStartIgnoreCase': (_vm, self: string, part: string) =>
      self.toLowerCase().startsWith(part.toLowerCase()) ? self.slice(part.length) : self,
    'String.removeEndIgnoreCase': (_vm, self: string, part: string) =>
      self.toLowerCase().endsWith(part.toLowerCase()) ? self.slice(0, self.length - part.length) : self,
    'String.left': (_vm, self: string, length: number) => self.slice(0, Math.max(length, 0)),
    'String.leftPad': (_vm, self: string, length: number, fill = ' ') => self.padStart(length, fill),
    'String.length': (_vm, self: string) => self.length,
    'String.mid': (_vm, self: string, start: number, length: number) =>
      self.slice(Math.max(start, 0), Math.max(start, 0) + length),
    'String.normalizeSpace': (_vm, self: string) => self.trim().replace(/\s+/g, ' '),
    'String.remove': (_vm, self: string, part: string) => self.replaceAll(part, ''),
    'String.removeEnd': (_vm, self: string, part: string) =>
      self.endsWith(part) ? self.slice(0, self.length - part.length) : self,
    'String.removeStart': (_vm, self: string, part: string) => (self.startsWith(part) ? self.slice(part.length) : self),
    'String.repeat': (_vm, self: string, times: number) => self.repeat(Math.max(times, 0)),
    'String.replace': (vm, self: string, part: string | null, by: string | null) => {
      if (part === null || by === null) throw vm.nullPointer();
      return self.split(part).join(by);
    },
    'String.replaceAll': (vm, self: string, pattern: string, by: string) =>
      self.replace(javaPattern(vm, pattern, 'g'), by),
    'String.replaceFirst': (vm, self: string, pattern: string, by: string) =>
      self.replace(javaPattern(vm, pattern), by),
    'String.reverse': (_vm, self: string) => [...self].reverse().join(''),
    'String.right': (_vm, self: string, length: number) => (length <= 0 ? '' : self.slice(-length)),
    'String.rightPad': (_vm, self: string, length: number, fill = ' ') => self.padEnd(length, fill),
    'String.split': split,
    'String.startsWith': (_vm, self: string, part: string) => self.startsWith(part),
    'String.startsWithIgnoreCase': (_vm, self: string, part: string) =>
      self.toLowerCase().startsWith(part.toLowerCase()),
    'String.substring': substring,
    'String.substringAfter': (_vm, self: string, part: string) =>
      self.includes(part) ? self.slice(self.indexOf(part) + part.length) : '',
    'String.substringAfterLast': (_vm, self: string, part: string) =>
      self.includes(part) ? self.slice(self.lastIndexOf(part) + part.length) : '',
    'String.substringBefore': (_vm, self: string, part: string) =>
      self.includes(part) ? self.slice(0, self.indexOf(part)) : self,
    'String.substringBeforeLast': (_vm, self: string, part: string) =>
      self.includes(part) ? self.slice(0, self.lastIndexOf(part)) : self,
    'String.substringBetween': (_vm, self: string, open: string, close: string) => {
      const start = self.indexOf(open);
      const end = start < 0 ? -1 : self.indexOf(close, start + open.length);
      return end < 0 ? null : self.slice(start + open.length, end);
    },
    'String.toLowerCase': (_vm, self: string) => self.toLowerCase(),
    'String.toUpperCase': (_vm, self: string) => self.toUpperCase(),
    'String.trim': (_vm, self: string) => self.trim(),
    'Id.valueOf': (vm, _self, text: string) => {
      const id = toId18(text);
      if (id === null) throw vm.error('StringException', `Invalid id: ${text}`);
      return id;
    },
    'Id.getSObjectType': (vm, self: string) => {
      const shape = vm.program.schema.byPrefix(self.slice(0, 3));
      if (!shape) throw vm.error('SObjectException', `Cannot locate Apex Type for ID: ${self}`);
      return objectToken(vm.program, shape);
    },
    'Id.to15': (_vm, self: string) => self.slice(0, 15),
    'Blob.valueOf': (_vm, _self, text: string) => new ApexBlob(text),
    'Blob.toString': (_vm, self: ApexBlob) => self.text,
    'Blob.size': (_vm, self: ApexBlob) => self.text.length,
  },
};
