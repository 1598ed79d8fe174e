import { malformedQuery } from '../org/api-error.ts';
import type { ApiError } from '../org/api-error.ts';
import { tokenize } from './tokenize.ts';
import type { Token } from './tokenize.ts';

/** Words that end what stands before them: none of them can be an alias. */
const RESERVED_WORDS = new Set(
  (
    'ALL AND ASC DESC ELSE END EXCLUDES FIRST FOR FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OFFSET ' +
    'OR ORDER SELECT THEN UPDATE USING WHEN WHERE WITH'
  ).split(' '),
);

/** Reads a query's tokens one by one. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(soql: string) {
    this.#tokens = tokenize(soql);
  }

  /** The token that comes next, or one further on. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Whether this word or sign comes next; letters of any case. */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === 'word' || token.kind === 'sign') && token.text.toUpperCase() === text;
  }

  /** Whether these words come next, which are then behind. */
  take(...texts: readonly string[]): boolean {
    if (!texts.every((text, ahead) => this.is(text, ahead))) return false;
    this.#at += texts.length;
    return true;
  }

  /** @throws ApiError MALFORMED_QUERY where another token comes */
  expect(text: string): Token {
    if (!this.is(text)) throw this.unexpected();
    return this.next();
  }

  /** A name or path that is no word of the language. @throws ApiError MALFORMED_QUERY */
  name(): Token {
    const token = this.peek();
    if (token.kind !== 'word' || RESERVED_WORDS.has(token.text.toUpperCase())) throw this.unexpected();
    this.#at += 1;
    return { ...token, text: token.text.replace(/\s/g, '') };
  }

  /** An alias, if one comes next. */
  alias(): string | undefined {
    const { kind, text } = this.peek();
    if (kind !== 'word' || RESERVED_WORDS.has(text.toUpperCase()) || text.includes('.')) return undefined;
    return this.next().text;
  }

  unexpected(token: Token = this.peek()): ApiError {
    return malformedQuery(`unexpected token: '${token.text}'`).atPosition(token.at);
  }
}
