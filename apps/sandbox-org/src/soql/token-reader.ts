import { type ApiError, malformedQuery } from '../org/api-error.ts';

export interface Token {
  readonly kind: 'word' | 'string' | 'datetime' | 'date' | 'number' | 'sign' | 'end';
  readonly text: string;
  /** Position of its first character in the query. */
  readonly at: number;
}

/** The order matters: a time begins like a date, and a date like a number. */
const TOKEN_PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', /[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*/y],
  ['string', /'(?:[^'\\\r\n]|\\.)*'/y],
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)(?!\w)/y],
  ['date', /\d{4}-\d\d-\d\d(?![\w:])/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?!\w)/y],
  ['sign', /!=|<>|<=|>=|[=<>(),:]/y],
];

/** @throws ApiError MALFORMED_QUERY at a character that cannot begin a token */
function tokenize(soql: string): Token[] {
  const tokens: Token[] = [];
  const blanks = /\s*/y;
  for (;;) {
    blanks.exec(soql);
    const at = blanks.lastIndex;
    if (at >= soql.length) return [...tokens, { kind: 'end', text: '<EOF>', at: soql.length }];
    const token = tokenAt(soql, at);
    tokens.push(token);
    blanks.lastIndex = at + token.text.length;
  }
}

function tokenAt(soql: string, at: number): Token {
  for (const [kind, pattern] of TOKEN_PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(soql)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  const message =
    soql[at] === "'"
      ? `line 1:${at} mismatched character '<EOF>' expecting '''`
      : `unexpected token: '${String.fromCodePoint(soql.codePointAt(at) as number)}'`;
  throw malformedQuery(message).atPosition(at);
}

/** Words that cannot be an alias. */
const RESERVED_WORDS = new Set(
  (
    'ALL AND ASC DESC ELSE END EXCLUDES FIRST FOR FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OFFSET ' +
    'OR ORDER SELECT THEN UPDATE USING WHEN WHERE WITH'
  ).split(' '),
);

/** Reserved words that are names of objects, too. */
const OBJECT_WORDS = new Set(['Order', 'Group']);

export class TokenReader {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(soql: string) {
    this.#tokens = tokenize(soql);
  }

  /** The next token, or one further on. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  /** Whether this word (in any case) or sign comes next. */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === 'word' || token.kind === 'sign') && token.text.toUpperCase() === text;
  }

  /** Reads these words if they come next. */
  take(...texts: readonly string[]): boolean {
    if (!texts.every((text, ahead) => this.is(text, ahead))) return false;
    this.#index += texts.length;
    return true;
  }

  /** @throws ApiError MALFORMED_QUERY when another token comes next */
  expect(text: string): Token {
    if (!this.is(text)) throw this.unexpected();
    return this.next();
  }

  /** A name or path. @throws ApiError MALFORMED_QUERY for a reserved word, unless it is the name of an object after FROM */
  name(isObject = false): Token {
    const token = this.peek();
    const isReserved = RESERVED_WORDS.has(token.text.toUpperCase()) && !(isObject && OBJECT_WORDS.has(token.text));
    if (token.kind !== 'word' || isReserved) throw this.unexpected();
    this.#index += 1;
    return { ...token, text: token.text.replace(/\s/g, '') };
  }

  alias(): string | undefined {
    const { kind, text } = this.peek();
    if (kind !== 'word' || RESERVED_WORDS.has(text.toUpperCase()) || text.includes('.')) return undefined;
    return this.next().text;
  }

  unexpected(token: Token = this.peek()): ApiError {
    return malformedQuery(`unexpected token: '${token.text}'`).atPosition(token.at);
  }
}
