/**
 * Whether an object in a JSON text has the same member twice: the text then has more members than its value. JSON.parse
 * keeps the last of two members, so a proxy that keeps the first would see another request than this service.
 * @param text valid JSON
 * @param value what it parses to
 */
export const hasDuplicateMember = (text: string, value: unknown): boolean =>
  membersInText(text) !== membersInValue(value);

const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** Space, tab, line feed and carriage return are the only characters of JSON up to this code outside strings. */
const HIGHEST_SPACE = 0x20;

/** Counts the strings that are followed by a colon. */
function membersInText(text: string): number {
  let members = 0;
  let quote = text.indexOf('"');
  while (quote >= 0) {
    let at = endOfString(text, quote);
    while (text.charCodeAt(at) <= HIGHEST_SPACE) at += 1;
    if (text.charCodeAt(at) === COLON) members += 1;
    quote = text.indexOf('"', at);
  }
  return members;
}

/** The index after the closing quote, which is the first one after an even number of backslashes. */
function endOfString(text: string, start: number): number {
  let quote = start;
  let escaped: boolean;
  do {
    quote = text.indexOf('"', quote + 1);
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    escaped = (quote - before) % 2 === 0;
  } while (escaped);
  return quote + 1;
}

/** Not recursive, because a text of brackets alone is nested deeper than the stack. */
function membersInValue(value: unknown): number {
  const open: unknown[] = [value];
  let members = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner: unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (inner !== next) members += inner.length;
    for (const each of inner) if (typeof each === 'object') open.push(each);
  }
  return members;
}
