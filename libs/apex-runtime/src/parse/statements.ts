import type * as P from '@apexdevtools/apex-parser';
import type { Expression, Statement, TypeNode, VariableNode, WhenNode } from './ast.ts';
import { readArguments, readExpression } from './expressions.ts';
import { unquote } from './literals.ts';
import type { Reader } from './reader.ts';

export function readBlock(reader: Reader, block: P.BlockContext): Statement[] {
  return block.statement_list().map((statement) => readStatement(reader, statement));
}

export function readStatement(reader: Reader, context: P.StatementContext): Statement {
  const line = reader.line(context);
  const block = context.block();
  if (block) return { kind: 'block', line, body: readBlock(reader, block) };
  const variables = context.localVariableDeclarationStatement();
  if (variables) return readVariables(reader, variables.localVariableDeclaration());
  const expression = context.expressionStatement();
  if (expression) return { kind: 'expression', line, expression: readExpression(reader, expression.expression()) };
  const returned = context.returnStatement();
  if (returned) {
    const value = returned.expression();
    return { kind: 'return', line, value: value ? readExpression(reader, value) : null };
  }
  const thrown = context.throwStatement();
  if (thrown) return { kind: 'throw', line, value: readExpression(reader, thrown.expression()) };
  if (context.breakStatement()) return { kind: 'break', line };
  if (context.continueStatement()) return { kind: 'continue', line };
  return readDml(reader, context, line) ?? readControl(reader, context, line);
}

function readControl(reader: Reader, context: P.StatementContext, line: number): Statement {
  const condition = (inner: P.ParExpressionContext): Expression => readExpression(reader, inner.expression());
  const branch = context.ifStatement();
  if (branch) {
    const [yes, no] = branch.statement_list().map((statement) => readStatement(reader, statement));
    return { kind: 'if', line, condition: condition(branch.parExpression()), yes: yes as Statement, no: no ?? null };
  }
  const loop = context.whileStatement();
  if (loop) {
    const body = loop.statement() ? readStatement(reader, loop.statement()) : empty(line);
    return { kind: 'while', line, condition: condition(loop.parExpression()), body, atLeastOnce: false };
  }
  const doLoop = context.doWhileStatement();
  if (doLoop) {
    const body: Statement = { kind: 'block', line, body: readBlock(reader, doLoop.block()) };
    return { kind: 'while', line, condition: condition(doLoop.parExpression()), body, atLeastOnce: true };
  }
  const forLoop = context.forStatement();
  if (forLoop) return readFor(reader, forLoop, line);
  const choice = context.switchStatement();
  if (choice) {
    const whens = choice.whenControl_list().map((when) => readWhen(reader, when));
    return { kind: 'switch', line, on: readExpression(reader, choice.expression()), whens };
  }
  const attempt = context.tryStatement();
  if (attempt) return readTry(reader, attempt, line);
  const runAs = context.runAsStatement();
  if (runAs) {
    const [user] = readArguments(reader, runAs.expressionList());
    if (!user) return reader.unsupported(context, 'System.runAs without a user');
    return { kind: 'runAs', line, user, body: readBlock(reader, runAs.block()) };
  }
  return reader.unsupported(context, `The statement ${context.getText()}`);
}

const empty = (line: number): Statement => ({ kind: 'block', line, body: [] });

export function readDeclarators(reader: Reader, type: TypeNode, list: P.VariableDeclaratorsContext): VariableNode[] {
  return list.variableDeclarator_list().map((variable) => ({
    type,
    name: variable.id().getText(),
    value: variable.expression() ? readExpression(reader, variable.expression()) : null,
    line: reader.line(variable),
  }));
}

function readVariables(reader: Reader, context: P.LocalVariableDeclarationContext): Statement {
  const variables = readDeclarators(reader, reader.type(context.typeRef()), context.variableDeclarators());
  return { kind: 'variables', line: reader.line(context), variables };
}

function readDml(reader: Reader, context: P.StatementContext, line: number): Statement | null {
  const statement =
    context.insertStatement() ??
    context.updateStatement() ??
    context.deleteStatement() ??
    context.undeleteStatement() ??
    context.upsertStatement();
  if (!statement) return null;
  const level = statement.accessLevel();
  const key = context.upsertStatement()?.qualifiedName();
  return {
    kind: 'dml',
    line,
    operation: statement.getChild(0).getText().toLowerCase() as 'insert',
    records: readExpression(reader, statement.expression()),
    mode: level ? (level.USER() ? 'user' : 'system') : null,
    key: key ? key.getText() : null,
  };
}

function readFor(reader: Reader, context: P.ForStatementContext, line: number): Statement {
  const control = context.forControl();
  const body = context.statement() ? readStatement(reader, context.statement()) : empty(line);
  const each = control.enhancedForControl();
  if (each) {
    const of = readExpression(reader, each.expression());
    return { kind: 'forEach', line, type: reader.type(each.typeRef()), name: each.id().getText(), of, body };
  }
  const declared = control.forInit()?.localVariableDeclaration();
  const init = declared
    ? [readVariables(reader, declared)]
    : readArguments(reader, control.forInit()?.expressionList() ?? null).map((expression): Statement => ({
        kind: 'expression',
        line,
        expression,
      }));
  const condition = control.expression();
  return {
    kind: 'for',
    line,
    init,
    condition: condition ? readExpression(reader, condition) : null,
    update: readArguments(reader, control.forUpdate()?.expressionList() ?? null),
    body,
  };
}

function readTry(reader: Reader, context: P.TryStatementContext, line: number): Statement {
  const last = context.finallyBlock();
  return {
    kind: 'try',
    line,
    body: readBlock(reader, context.block()),
    catches: context.catchClause_list().map((clause) => ({
      type: { name: clause.qualifiedName().getText(), args: [], line: reader.line(clause) },
      name: clause.id().getText(),
      body: readBlock(reader, clause.block()),
    })),
    last: last ? readBlock(reader, last.block()) : null,
  };
}

function readWhen(reader: Reader, context: P.WhenControlContext): WhenNode {
  const value = context.whenValue();
  const body = readBlock(reader, context.block());
  if (value.ELSE()) return { values: null, type: null, name: null, body };
  if (value.typeRef()) return { values: [], type: reader.type(value.typeRef()), name: value.id().getText(), body };
  return {
    values: value.whenLiteral_list().map((literal) => readWhenLiteral(reader, literal)),
    type: null,
    name: null,
    body,
  };
}

function readWhenLiteral(reader: Reader, context: P.WhenLiteralContext): Expression {
  const line = reader.line(context);
  if (context.whenLiteral()) return readWhenLiteral(reader, context.whenLiteral());
  const text = context.getText();
  if (context.StringLiteral()) return { kind: 'literal', line, type: 'String', text: unquote(text) };
  if (context.NULL()) return { kind: 'literal', line, type: 'null', text };
  if (context.IntegerLiteral()) return { kind: 'literal', line, type: 'Integer', text };
  if (context.LongLiteral()) return { kind: 'literal', line, type: 'Long', text: text.replace(/l$/i, '') };
  return { kind: 'name', line, name: text };
}
