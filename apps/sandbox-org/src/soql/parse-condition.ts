import { malformedQuery } from '../org/api-error.ts';
import {
  type Comparison,
  COMPARISON_OPERATORS,
  type Condition,
  type Literal,
  type LiteralKind,
  type Operand,
  type Query,
} from './syntax-tree.ts';
import type { Token, TokenReader } from './token-reader.ts';

/** Parses an inner query. A parameter, because `parse.ts` imports this module. */
type ParseQuery = (reader: TokenReader) => Query;

/** Nested parentheses and NOT; far more than anyone writes, far less than overflows the stack. */
const MAX_DEPTH = 200;

/**
 * Conditions joined by AND or by OR; a mix needs parentheses.
 * @throws ApiError MALFORMED_QUERY
 */
export function parseCondition(reader: TokenReader, parseQuery: ParseQuery, depth = 0): Condition {
  const { at } = reader.peek();
  const first = parseTerm(reader, parseQuery, depth);
  const word = reader.is('AND') ? 'AND' : 'OR';
  if (!reader.is(word)) return first;
  const conditions = [first];
  while (reader.take(word)) conditions.push(parseTerm(reader, parseQuery, depth));
  if (reader.is('AND') || reader.is('OR')) throw reader.unexpected();
  return { kind: word === 'AND' ? 'and' : 'or', of: conditions, at };
}

function parseTerm(reader: TokenReader, parseQuery: ParseQuery, depth: number): Condition {
  const { at } = reader.peek();
  if (depth > MAX_DEPTH) throw malformedQuery('The condition is nested too deeply').atPosition(at);
  if (reader.take('NOT')) return { kind: 'not', of: parseTerm(reader, parseQuery, depth + 1), at };
  if (!reader.take('(')) return parseComparison(reader, parseQuery);
  const inside = parseCondition(reader, parseQuery, depth + 1);
  reader.expect(')');
  return inside;
}

/** A field path or a function call. @throws ApiError MALFORMED_QUERY */
export function parseOperand(reader: TokenReader, depth = 0): Operand {
  const { text, at } = reader.name();
  if (!reader.is('(')) return { kind: 'path', path: text, at };
  if (text.includes('.') || depth > 3) throw reader.unexpected();
  reader.next();
  const operands: Operand[] = [];
  if (text.toUpperCase() === 'FIELDS') {
    // FIELDS(ALL): elsewhere ALL is a reserved word.
    const { text: path, at: position } = reader.next();
    operands.push({ kind: 'path', path, at: position });
  } else if (!reader.is(')')) {
    do operands.push(parseOperand(reader, depth + 1));
    while (reader.take(','));
  }
  reader.expect(')');
  return { kind: 'call', name: text.toUpperCase(), arguments: operands, at };
}

function parseComparison(reader: TokenReader, parseQuery: ParseQuery): Comparison {
  const left = parseOperand(reader);
  const operator = parseOperator(reader);
  if (operator !== 'IN' && operator !== 'NOT IN' && operator !== 'INCLUDES' && operator !== 'EXCLUDES') {
    return { kind: 'comparison', left, operator, values: [parseLiteral(reader)] };
  }
  if (reader.is(':')) throw bindVariableError(reader.peek());
  reader.expect('(');
  if (reader.is('SELECT') && operator.endsWith('IN')) {
    const inner = parseQuery(reader);
    reader.expect(')');
    return { kind: 'comparison', left, operator, values: [], inner };
  }
  const values: Literal[] = [];
  do values.push(parseLiteral(reader));
  while (reader.take(','));
  reader.expect(')');
  return { kind: 'comparison', left, operator, values };
}

function parseOperator(reader: TokenReader): Comparison['operator'] {
  const sign = COMPARISON_OPERATORS.find((each) => reader.is(each));
  if (sign) {
    reader.next();
    return sign;
  }
  if (reader.take('NOT', 'IN')) return 'NOT IN';
  for (const word of ['LIKE', 'IN', 'INCLUDES', 'EXCLUDES'] as const) if (reader.take(word)) return word;
  throw reader.unexpected();
}

const bindVariableError = ({ at }: Token) => malformedQuery('Bind variables only allowed in Apex code').atPosition(at);

const KEYWORD_LITERALS: Readonly<Record<string, LiteralKind>> = { TRUE: 'boolean', FALSE: 'boolean', NULL: 'null' };

function parseLiteral(reader: TokenReader): Literal {
  const token = reader.next();
  const { kind, text, at } = token;
  switch (kind) {
    case 'string':
      return { kind, text: text.slice(1, -1), at };
    case 'date':
    case 'datetime':
      return { kind, text, at };
    case 'number':
      return { kind: text.includes('.') ? 'decimal' : 'integer', text, at };
    case 'word':
      return parseWordLiteral(reader, token);
    default:
      throw text === ':' ? bindVariableError(token) : reader.unexpected(token);
  }
}

function parseWordLiteral(reader: TokenReader, token: Token): Literal {
  const text = token.text.toUpperCase();
  const { at } = token;
  const keyword = KEYWORD_LITERALS[text];
  if (keyword) return { kind: keyword, text, at };
  if (/^[A-Z]{3}\d+$/.test(text)) return { kind: 'currency', text, at };
  if (!/^[A-Z_\d]+$/.test(text)) throw reader.unexpected(token);
  if (!reader.take(':')) return { kind: 'dateLiteral', text, at };
  const count = reader.next();
  if (count.kind !== 'number' || !/^\d+$/.test(count.text)) throw reader.unexpected(count);
  return { kind: 'dateLiteral', text, count: Number(count.text), at };
}
