import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import { ApexError } from '../errors.ts';
import type { QueryNode, UnitNode } from './ast.ts';
import { readExpression } from './expressions.ts';
import { Reader } from './reader.ts';
import { readQuery } from './soql.ts';
import { readTrigger, readUnit } from './declarations.ts';

class Listener extends ApexErrorListener {
  readonly file: string;

  constructor(file: string) {
    super();
    this.file = file;
  }

  apexSyntaxError(line: number, _column: number, message: string): void {
    throw new ApexError('apex_syntax', message, this.file, line);
  }
}

/**
 * The tree of a class, interface, enum or trigger.
 * @param file names the source in errors; `.trigger` at its end makes it a trigger
 * @throws ApexError `apex_syntax`, or `apex_not_supported` for syntax that the runtime does not run
 */
export function parseUnit(source: string, file: string): UnitNode {
  const { parser } = ApexParserFactory.createLexerAndParser(source, new Listener(file));
  const reader = new Reader(file, readExpression);
  return file.endsWith('.trigger')
    ? readTrigger(reader, parser.triggerUnit())
    : readUnit(reader, parser.compilationUnit());
}

/**
 * The tree of a query that is known only when it runs.
 * @param file names the source of the call in errors
 * @throws ApexError as parseUnit does
 */
export function parseQuery(source: string, file: string): QueryNode {
  const { parser } = ApexParserFactory.createLexerAndParser(`[${source}]`, new Listener(file));
  return readQuery(new Reader(file, readExpression), parser.soqlLiteral().query());
}
