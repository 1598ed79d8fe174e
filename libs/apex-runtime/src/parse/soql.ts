import type * as P from '@apexdevtools/apex-parser';
import type { FieldPath, QueryCondition, QueryNode, QueryValue } from './ast.ts';
import { unquote } from './literals.ts';
import type { Reader } from './reader.ts';

export function readQuery(reader: Reader, context: P.QueryContext): QueryNode {
  const names = context.fromNameList().fieldName_list();
  if (names.length !== 1 || context.usingScope()) reader.unsupported(context, 'More than one object in FROM');
  const having = context.groupByClause()?.HAVING();
  if (having) reader.unsupported(context, 'HAVING');
  checkLock(reader, context);
  const where = context.whereClause();
  const limit = context.limitClause();
  const offset = context.offsetClause();
  return {
    line: reader.line(context),
    select: context
      .selectList()
      .selectEntry_list()
      .filter((entry) => !entry.subQuery())
      .map((entry) => readSelected(reader, entry)),
    children: context
      .selectList()
      .selectEntry_list()
      .flatMap((entry) => (entry.subQuery() ? [readSubQuery(reader, entry.subQuery())] : [])),
    from: (names[0] as P.FieldNameContext).getText(),
    where: where ? readLogic(reader, where.whereLogicalExpression()) : null,
    mode: readMode(reader, context.withClause()),
    groupBy:
      context
        .groupByClause()
        ?.fieldGroupByList()
        .fieldGroupBy_list()
        .map((entry) => readPath(reader, entry)) ?? [],
    orderBy: readOrder(reader, context.orderByClause()),
    limit: limit ? readCount(reader, limit) : null,
    offset: offset ? readCount(reader, offset) : null,
    allRows: Boolean(context.allRowsClause()),
  };
}

/** FOR UPDATE changes nothing here, where transactions do not run at the same time (SOQL Reference, FOR UPDATE). */
function checkLock(reader: Reader, context: P.QueryContext): void {
  const isLocking = /^FORUPDATE/i.test(context.forClauses().getText());
  if (isLocking && context.orderByClause()) reader.unsupported(context, 'ORDER BY with FOR UPDATE');
  if (isLocking && context.groupByClause()) reader.unsupported(context, 'GROUP BY with FOR UPDATE');
}

const readOrder = (reader: Reader, clause: P.OrderByClauseContext | null): QueryNode['orderBy'] =>
  (clause?.fieldOrderList().fieldOrder_list() ?? []).map((entry) => ({
    field: readPath(reader, entry),
    descending: Boolean(entry.DESC()),
    nullsLast: Boolean(entry.LAST()),
  }));

function readSubQuery(reader: Reader, context: P.SubQueryContext): QueryNode {
  const entries = context.subFieldList().subFieldEntry_list();
  const names = context.fromNameList().fieldName_list();
  const where = context.whereClause();
  const limit = context.limitClause();
  return {
    line: reader.line(context),
    select: entries.map((entry) => readSelected(reader, entry)),
    from: (names[0] as P.FieldNameContext).getText(),
    where: where ? readLogic(reader, where.whereLogicalExpression()) : null,
    mode: null,
    groupBy: [],
    orderBy: readOrder(reader, context.orderByClause()),
    limit: limit ? readCount(reader, limit) : null,
    offset: null,
    allRows: false,
  };
}

function readSelected(
  reader: Reader,
  entry: P.SelectEntryContext | P.SubFieldEntryContext,
): FieldPath & { alias?: string } {
  if (entry.subQuery() || entry.typeOf())
    reader.unsupported(entry, entry.typeOf() ? 'TYPEOF' : 'A subquery in a subquery');
  const alias = entry.soqlId()?.getText();
  return { ...readPath(reader, entry), ...(alias ? { alias } : {}) };
}

const FUNCTIONS = ['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG', 'CONVERTCURRENCY', 'TOLABEL'];

function readPath(
  reader: Reader,
  entry:
    | P.SelectEntryContext
    | P.SubFieldEntryContext
    | P.FieldGroupByContext
    | P.FieldOrderContext
    | P.FieldExpressionContext,
): FieldPath {
  const call = entry.soqlFunction();
  if (!call) return { path: pathOf(entry.fieldName()) };
  const name = call.getChild(0).getText().toUpperCase();
  if (!FUNCTIONS.includes(name)) reader.unsupported(entry, name);
  return { call: name, path: call.fieldName() ? pathOf(call.fieldName()) : [] };
}

const pathOf = (name: P.FieldNameContext): string[] => name.soqlId_list().map((id) => id.getText());

function readMode(reader: Reader, clause: P.WithClauseContext | null): 'user' | 'system' | null {
  if (!clause) return null;
  if (clause.USER_MODE()) return 'user';
  if (clause.SYSTEM_MODE()) return 'system';
  return reader.unsupported(clause, clause.getText());
}

function readLogic(reader: Reader, context: P.WhereLogicalExpressionContext): QueryCondition {
  const parts = context.whereConditionalExpression_list().map((part): QueryCondition => {
    const inner = part.whereLogicalExpression();
    return inner ? readLogic(reader, inner) : readComparison(reader, part.whereFieldExpression());
  });
  const first = parts[0] as QueryCondition;
  if (context.NOT()) return { kind: 'not', part: first };
  if (parts.length === 1) return first;
  return { kind: context.SOQLOR_list().length > 0 ? 'or' : 'and', parts };
}

function readComparison(reader: Reader, context: P.WhereFieldExpressionContext): QueryCondition {
  const expression = context.fieldExpression();
  if (!expression) return reader.unsupported(context, context.getText());
  const operator = expression.comparisonOperator().getText().toUpperCase().replace('<>', '!=');
  return {
    kind: 'compare',
    field: readPath(reader, expression),
    operator: operator === 'NOTIN' ? 'NOT IN' : operator,
    value: readValue(reader, expression.value()),
  };
}

function readValue(reader: Reader, value: P.ValueContext): QueryValue {
  const bound = value.boundExpression();
  if (bound) return { kind: 'bind', expression: reader.expression(bound.expression()) };
  if (value.subQuery()) return { kind: 'query', query: readSubQuery(reader, value.subQuery()) };
  const list = value.valueList();
  if (list) return { kind: 'list', values: list.value_list().map((item) => readValue(reader, item)) };
  const text = value.getText();
  if (value.NULL()) return { kind: 'literal', type: 'null', text };
  if (value.StringLiteral()) return { kind: 'literal', type: 'String', text: unquote(text) };
  if (value.BooleanLiteral()) return { kind: 'literal', type: 'Boolean', text: text.toLowerCase() };
  if (value.DateLiteral()) return { kind: 'literal', type: 'Date', text };
  if (value.DateTimeLiteral()) return { kind: 'literal', type: 'Datetime', text };
  if (value.dateFormula()) return { kind: 'dateLiteral', text };
  const number = value.signedNumber();
  if (number) return { kind: 'literal', type: number.IntegerLiteral() ? 'Integer' : 'Decimal', text };
  return reader.unsupported(value, text);
}

function readCount(reader: Reader, clause: P.LimitClauseContext | P.OffsetClauseContext): QueryValue {
  const bound = clause.boundExpression();
  if (bound) return { kind: 'bind', expression: reader.expression(bound.expression()) };
  return { kind: 'literal', type: 'Integer', text: clause.IntegerLiteral().getText() };
}
