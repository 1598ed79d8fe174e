import type { ApexParserRuleContext, ExpressionContext, TypeRefContext } from '@apexdevtools/apex-parser';
import { ApexError } from '../errors.ts';
import type { Expression, TypeNode } from './ast.ts';

export type ReadExpression = (reader: Reader, context: ExpressionContext) => Expression;

/** What all readers of the parser's contexts share: the file, lines and type names. */
export class Reader {
  readonly file: string;
  readonly #readExpression: ReadExpression;

  /** @param readExpression is given so that statements, queries and expressions can be read by files of their own */
  constructor(file: string, readExpression: ReadExpression) {
    this.file = file;
    this.#readExpression = readExpression;
  }

  expression(context: ExpressionContext): Expression {
    return this.#readExpression(this, context);
  }

  line(context: ApexParserRuleContext): number {
    return context.start.line;
  }

  unsupported(context: ApexParserRuleContext, what: string): never {
    throw new ApexError('apex_not_supported', `${what} is not supported.`, this.file, this.line(context));
  }

  type(context: TypeRefContext): TypeNode {
    const names: string[] = [];
    let args: TypeNode[] = [];
    for (const part of context.typeName_list()) {
      names.push((part.LIST() ?? part.SET() ?? part.MAP() ?? part.id()).getText());
      args = part.typeArguments()
        ? part
            .typeArguments()
            .typeList()
            .typeRef_list()
            .map((arg) => this.type(arg))
        : [];
    }
    const line = this.line(context);
    let type: TypeNode = { name: names.join('.'), args, line };
    const dimensions = context.arraySubscripts()?.LBRACK_list().length ?? 0;
    for (let level = 0; level < dimensions; level++) type = { name: 'List', args: [type], line };
    return type;
  }
}
