import { malformedQuery } from '../org/api-error.ts';

export type TokenKind = 'word' | 'string' | 'datetime' | 'date' | 'number' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Place of its first character in the query. */
  readonly at: number;
}

/** In the order in which they are tried: a time begins as a date does, and a date as a number. */
const TOKEN_PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', /[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*/y],
  ['string', /'(?:[^'\\\r\n]|\\.)*'/y],
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)(?!\w)/y],
  ['date', /\d{4}-\d\d-\d\d(?![\w:])/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?!\w)/y],
  ['sign', /!=|<>|<=|>=|[=<>(),:]/y],
];

/** @throws ApiError MALFORMED_QUERY at a character that begins nothing */
export function tokenize(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(soql.slice(at))?.[0].length ?? 0;
    if (at >= soql.length) break;
    const token = tokenAt(soql, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: soql.length });
  return tokens;
}

function tokenAt(soql: string, at: number): Token {
  for (const [kind, pattern] of TOKEN_PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(soql)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  const column = `line 1:${at}`;
  const error =
    soql[at] === "'"
      ? malformedQuery(`${column} mismatched character '<EOF>' expecting '''`)
      : malformedQuery(`unexpected token: '${String.fromCodePoint(soql.codePointAt(at) as number)}'`);
  throw error.atPosition(at);
}
