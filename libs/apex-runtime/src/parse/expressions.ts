import * as P from '@apexdevtools/apex-parser';
import type { Expression, TypeNode } from './ast.ts';
import { readLiteral } from './literals.ts';
import type { Reader } from './reader.ts';
import { readQuery } from './soql.ts';

type Binary =
  | P.Arth1ExpressionContext
  | P.Arth2ExpressionContext
  | P.CmpExpressionContext
  | P.EqualityExpressionContext
  | P.LogAndExpressionContext
  | P.LogOrExpressionContext
  | P.BitAndExpressionContext
  | P.BitOrExpressionContext
  | P.BitNotExpressionContext
  | P.BitExpressionContext
  | P.CoalExpressionContext;

const BINARY = [
  P.Arth1ExpressionContext,
  P.Arth2ExpressionContext,
  P.CmpExpressionContext,
  P.EqualityExpressionContext,
  P.LogAndExpressionContext,
  P.LogOrExpressionContext,
  P.BitAndExpressionContext,
  P.BitOrExpressionContext,
  P.BitNotExpressionContext,
  P.BitExpressionContext,
  P.CoalExpressionContext,
];

export function readExpression(reader: Reader, context: P.ExpressionContext): Expression {
  const line = reader.line(context);
  const read = (inner: P.ExpressionContext): Expression => readExpression(reader, inner);
  if (context instanceof P.PrimaryExpressionContext) return readPrimary(reader, context.primary());
  if (context instanceof P.SubExpressionContext) return read(context.expression());
  if (context instanceof P.DotExpressionContext) return readDot(reader, context);
  if (context instanceof P.MethodCallExpressionContext) {
    const call = context.methodCall();
    const name = (call.id() ?? call.THIS() ?? call.SUPER()).getText();
    return { kind: 'call', line, object: null, name, args: readArguments(reader, call.expressionList()), safe: false };
  }
  if (context instanceof P.NewExpressionContext) return readCreator(reader, context.creator());
  if (context instanceof P.ArrayExpressionContext) {
    return { kind: 'index', line, object: read(context.expression(0)), index: read(context.expression(1)) };
  }
  if (context instanceof P.CastExpressionContext) {
    return { kind: 'cast', line, type: reader.type(context.typeRef()), operand: read(context.expression()) };
  }
  if (context instanceof P.InstanceOfExpressionContext) {
    return { kind: 'instanceof', line, type: reader.type(context.typeRef()), operand: read(context.expression()) };
  }
  if (context instanceof P.CondExpressionContext) {
    const [condition, yes, no] = context.expression_list().map(read) as [Expression, Expression, Expression];
    return { kind: 'conditional', line, condition, yes, no };
  }
  return readOperator(reader, context, line);
}

function readOperator(reader: Reader, context: P.ExpressionContext, line: number): Expression {
  const read = (inner: P.ExpressionContext): Expression => readExpression(reader, inner);
  if (context instanceof P.AssignExpressionContext) {
    const [target, value] = context.expression_list().map(read) as [Expression, Expression];
    return { kind: 'assign', line, operator: operatorOf(context), target, value };
  }
  if (context instanceof P.NegExpressionContext) {
    return { kind: 'unary', line, operator: context.BANG() ? '!' : '~', operand: read(context.expression()) };
  }
  if (context instanceof P.PostOpExpressionContext || context instanceof P.PreOpExpressionContext) {
    const prefix = context instanceof P.PreOpExpressionContext;
    const operand = read(context.expression());
    if (prefix && context.ADD()) return { kind: 'unary', line, operator: '+', operand };
    if (prefix && context.SUB()) return { kind: 'unary', line, operator: '-', operand };
    return { kind: 'step', line, operator: context.INC() ? '++' : '--', prefix, operand };
  }
  if (BINARY.some((type) => context instanceof type)) {
    const [left, right] = (context as Binary).expression_list().map(read) as [Expression, Expression];
    return { kind: 'binary', line, operator: operatorOf(context), left, right };
  }
  return reader.unsupported(context, `The expression ${context.getText()}`);
}

/** The text between the two operands: `>=` and `>>>` are several tokens. */
function operatorOf(context: P.ExpressionContext): string {
  let text = '';
  for (const child of context.children ?? []) {
    if (!(child instanceof P.ExpressionContext)) text += child.getText();
  }
  return text;
}

export function readArguments(reader: Reader, list: P.ExpressionListContext | null): Expression[] {
  return list ? list.expression_list().map((expression) => readExpression(reader, expression)) : [];
}

function readPrimary(reader: Reader, context: P.PrimaryContext): Expression {
  const line = reader.line(context);
  if (context instanceof P.LiteralPrimaryContext) return readLiteral(reader, context.literal());
  if (context instanceof P.IdPrimaryContext) return { kind: 'name', line, name: context.id().getText() };
  if (context instanceof P.ThisPrimaryContext) return { kind: 'this', line };
  if (context instanceof P.SuperPrimaryContext) return { kind: 'super', line };
  if (context instanceof P.TypeRefPrimaryContext)
    return { kind: 'classOf', line, type: reader.type(context.typeRef()) };
  if (context instanceof P.SoqlPrimaryContext) {
    return { kind: 'soql', line, query: readQuery(reader, context.soqlLiteral().query()) };
  }
  return reader.unsupported(context, context.getText());
}

function readDot(reader: Reader, context: P.DotExpressionContext): Expression {
  const line = reader.line(context);
  const object = readExpression(reader, context.expression());
  const safe = Boolean(context.QUESTIONDOT());
  const call = context.dotMethodCall();
  if (call) {
    const args = readArguments(reader, call.expressionList());
    return { kind: 'call', line, object, name: call.anyId().getText(), args, safe };
  }
  const name = context.anyId().getText();
  if (name.toLowerCase() === 'class') {
    const type = dottedName(object);
    if (type) return { kind: 'classOf', line, type: { name: type, args: [], line } };
  }
  return { kind: 'field', line, object, name, safe };
}

/** `A.B.C` of an expression that consists of names only; null otherwise. */
export function dottedName(expression: Expression): string | null {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'field' || expression.safe) return null;
  const object = dottedName(expression.object);
  return object === null ? null : `${object}.${expression.name}`;
}

function readCreator(reader: Reader, context: P.CreatorContext): Expression {
  const line = reader.line(context);
  const type = createdType(reader, context.createdName());
  const read = (inner: P.ExpressionContext): Expression => readExpression(reader, inner);
  const list = (element: TypeNode): TypeNode => ({ name: 'List', args: [element], line });
  const construct = context.classCreatorRest();
  if (construct) {
    return { kind: 'new', line, type, args: readArguments(reader, construct.arguments().expressionList()) };
  }
  const items = context.setCreatorRest();
  if (items) return { kind: 'newItems', line, type, items: items.expression_list().map(read) };
  const map = context.mapCreatorRest();
  if (map) {
    const pairs = map
      .mapCreatorRestPair_list()
      .map((pair) => [read(pair.expression(0)), read(pair.expression(1))] as [Expression, Expression]);
    return { kind: 'newPairs', line, type, pairs };
  }
  const array = context.arrayCreatorRest();
  if (array?.arrayInitializer()) {
    return { kind: 'newItems', line, type: list(type), items: array.arrayInitializer().expression_list().map(read) };
  }
  if (array) return { kind: 'newArray', line, type: list(type), size: read(array.expression()) };
  return { kind: 'newItems', line, type, items: [] };
}

function createdType(reader: Reader, context: P.CreatedNameContext): TypeNode {
  const parts = context.idCreatedNamePair_list();
  const last = parts.at(-1);
  const args = last?.typeList()?.typeRef_list() ?? [];
  return {
    name: parts.map((part) => part.anyId().getText()).join('.'),
    args: args.map((arg) => reader.type(arg)),
    line: reader.line(context),
  };
}
