import { malformedQuery } from '../org/api-error.ts';
import { parseCondition, parseOperand } from './parse-condition.ts';
import type { FieldPath, Operand, OrderByItem, Query, SelectedTypeof, SelectItem } from './syntax-tree.ts';
import { TokenReader } from './token-reader.ts';

/** The platform's limit, in characters. */
const MAX_QUERY_LENGTH = 100_000;

/** @throws ApiError MALFORMED_QUERY with its position */
export function parseSoql(soql: string): Query {
  if (soql.trim() === '') throw malformedQuery('A query string has to be specified');
  if (soql.length > MAX_QUERY_LENGTH) throw malformedQuery('SOQL statements cannot be longer than 100000 characters.');
  const reader = new TokenReader(soql);
  const query = parseQuery(reader);
  if (reader.is('ALL') && reader.is('ROWS', 1)) {
    throw malformedQuery('ALL ROWS not allowed in this context').atPosition(reader.peek().at);
  }
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return query;
}

function parseQuery(reader: TokenReader): Query {
  reader.expect('SELECT');
  const select = parseList(reader, parseSelectItem);
  reader.expect('FROM');
  const from = parsePath(reader, true);
  const alias = reader.alias();
  const scope = reader.take('USING', 'SCOPE') ? parsePath(reader) : undefined;
  const where = reader.take('WHERE') ? parseCondition(reader, parseQuery) : undefined;
  const { grouping, groupBy } = parseGrouping(reader);
  const having = groupBy.length > 0 && reader.take('HAVING') ? parseCondition(reader, parseQuery) : undefined;
  const orderBy = reader.take('ORDER', 'BY') ? parseList(reader, parseOrder) : [];
  const limit = reader.take('LIMIT') ? parseCount(reader) : undefined;
  const offset = reader.take('OFFSET') ? parseCount(reader) : 0;
  const forView = parseFor(reader);
  return {
    select,
    from,
    alias,
    scope,
    where,
    grouping,
    groupBy,
    having,
    orderBy,
    limit,
    offset,
    forView,
  };
}

function parseList<Item>(reader: TokenReader, parse: (reader: TokenReader) => Item): Item[] {
  const items: Item[] = [];
  do items.push(parse(reader));
  while (reader.take(','));
  return items;
}

const parsePath = (reader: TokenReader, isObject = false): FieldPath => {
  const { text, at } = reader.name(isObject);
  return { kind: 'path', path: text, at };
};

function parseSelectItem(reader: TokenReader): SelectItem {
  const { at } = reader.peek();
  if (reader.is('(')) {
    reader.next();
    const query = parseQuery(reader);
    reader.expect(')');
    return { kind: 'children', query, at };
  }
  if (reader.is('TYPEOF')) return parseTypeof(reader);
  return { kind: 'operand', operand: parseOperand(reader), alias: reader.alias() };
}

function parseTypeof(reader: TokenReader): SelectedTypeof {
  const { at } = reader.next();
  const reference = parsePath(reader);
  const cases: { object: FieldPath; fields: FieldPath[] }[] = [];
  while (reader.take('WHEN')) {
    const object = parsePath(reader);
    reader.expect('THEN');
    cases.push({ object, fields: parseList(reader, (each) => parsePath(each)) });
  }
  if (cases.length === 0) throw reader.unexpected();
  const otherwise = reader.take('ELSE') ? parseList(reader, (each) => parsePath(each)) : [];
  reader.expect('END');
  return { kind: 'typeof', reference, cases, otherwise, at };
}

function parseGrouping(reader: TokenReader): { grouping: Query['grouping']; groupBy: Operand[] } {
  if (!reader.take('GROUP', 'BY')) return { grouping: 'plain', groupBy: [] };
  for (const word of ['rollup', 'cube'] as const) {
    if (!reader.take(word.toUpperCase(), '(')) continue;
    const groupBy = parseList(reader, (each) => parseOperand(each));
    reader.expect(')');
    return { grouping: word, groupBy };
  }
  return { grouping: 'plain', groupBy: parseList(reader, (each) => parseOperand(each)) };
}

function parseOrder(reader: TokenReader): OrderByItem {
  const by = parseOperand(reader);
  const descending = reader.take('DESC') || (reader.take('ASC') && false);
  const nullsLast = reader.take('NULLS', 'LAST') || (reader.take('NULLS', 'FIRST') && false);
  return { by, descending, nullsLast };
}

function parseCount(reader: TokenReader): number {
  const token = reader.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.unexpected(token);
  return Number(token.text);
}

/** FOR VIEW marks the records as viewed. FOR REFERENCE is accepted and ignored; FOR UPDATE exists in Apex only. */
function parseFor(reader: TokenReader): boolean {
  let forView = false;
  while (reader.is('FOR')) {
    const { at } = reader.next();
    if (reader.take('UPDATE')) throw malformedQuery('FOR UPDATE is not allowed in this context').atPosition(at);
    if (reader.take('VIEW')) forView = true;
    else if (!reader.take('REFERENCE')) throw reader.unexpected();
  }
  return forView;
}
