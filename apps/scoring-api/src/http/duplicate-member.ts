/**
 * The name of a member that one object has twice; undefined where there is none. JSON.parse keeps the last of two, so
 * that a proxy which keeps the first would see another request than this service.
 * @param text valid JSON
 */
export function findDuplicateMember(text: string): string | undefined {
  /** Names seen in each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let at = 0;
  let expectsName = false;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (expectsName && names) {
        // The same name may be spelt with escapes or without.
        const name = JSON.parse(text.slice(at, end)) as string;
        if (names.has(name)) return name;
        names.add(name);
        expectsName = false;
      }
      at = end;
      continue;
    }
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) open.push(char === OPEN_OBJECT ? new Set() : undefined);
    else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) open.pop();
    if (char === OPEN_OBJECT) expectsName = true;
    else if (char === COMMA) expectsName = open.at(-1) !== undefined;
    at += 1;
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}
