import type {
  ConditionWithValueQuery,
  HavingClause,
  NegationCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from '../org/api-error.ts';

export type Leaf = Exclude<ConditionWithValueQuery, NegationCondition>;

/** A condition with its precedence made plain. */
export type Condition =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Leaf;

/**
 * The condition as written. The parser hands over a chain that leans to the right and counts of
 * parentheses; the chain is laid flat into tokens again and parsed with precedence.
 * @throws ApiError MALFORMED_QUERY where AND and OR are mixed without parentheses
 */
export function conditionOf(where: WhereClause | HavingClause): Condition {
  const tokens: Token[] = [];
  layFlat(where, tokens);
  const reader = { tokens, at: 0 };
  const condition = readChain(reader);
  if (reader.at < tokens.length) throw unexpected(tokens[reader.at]);
  return condition;
}

interface Chain {
  readonly left: ConditionWithValueQuery | null;
  readonly operator?: 'AND' | 'OR' | 'NOT';
  readonly right?: Chain;
}

function layFlat(start: WhereClause | HavingClause, tokens: Token[]): void {
  for (let chain: Chain | undefined = start; chain; chain = chain.right) {
    const { left, operator } = chain;
    if (left) {
      for (let count = left.openParen ?? 0; count > 0; count -= 1) tokens.push('(');
      if ('operator' in left) {
        tokens.push(left);
        for (let count = left.closeParen ?? 0; count > 0; count -= 1) tokens.push(')');
      }
    }
    if (operator) tokens.push(operator);
  }
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function readChain(reader: Reader): Condition {
  const first = readOne(reader);
  const operator = reader.tokens[reader.at];
  if (operator !== 'AND' && operator !== 'OR') return first;
  const parts = [first];
  while (reader.tokens[reader.at] === operator) {
    reader.at += 1;
    parts.push(readOne(reader));
  }
  const next = reader.tokens[reader.at];
  if (next === 'AND' || next === 'OR') throw unexpected(next);
  return { kind: operator === 'AND' ? 'and' : 'or', of: parts };
}

function readOne(reader: Reader): Condition {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === 'NOT') return { kind: 'not', of: readOne(reader) };
  if (token === '(') {
    const inside = readChain(reader);
    if (reader.tokens[reader.at] !== ')') throw unexpected(reader.tokens[reader.at]);
    reader.at += 1;
    return inside;
  }
  if (typeof token === 'object') return { kind: 'leaf', leaf: token };
  throw unexpected(token);
}

const unexpected = (token: Token | undefined) =>
  malformedQuery(
    token === undefined
      ? 'unexpected end of condition'
      : `unexpected token: '${typeof token === 'string' ? token : 'condition'}'`,
  );
