import type { LiteralContext } from '@apexdevtools/apex-parser';
import { ApexError } from '../errors.ts';
import type { Expression } from './ast.ts';
import type { Reader } from './reader.ts';

type Literal = Expression & { kind: 'literal' };

/** Apex Reference Guide, String: the escapes of a string literal. */
const ESCAPES: Record<string, string> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** The text of a literal with its quotes. In SOQL, `\_` and `\%` stay escaped for LIKE. */
export function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\u([0-9a-fA-F]{4})|\\(.)/g, (whole, hex: string | undefined, char: string) => {
    if (hex) return String.fromCharCode(parseInt(hex, 16));
    return ESCAPES[char.toLowerCase()] ?? whole;
  });
}

export function readLiteral(reader: Reader, context: LiteralContext): Literal {
  const line = reader.line(context);
  const text = context.getText();
  if (context.NULL()) return { kind: 'literal', line, type: 'null', text };
  if (context.StringLiteral()) return { kind: 'literal', line, type: 'String', text: unquote(text) };
  if (context.BooleanLiteral()) return { kind: 'literal', line, type: 'Boolean', text: text.toLowerCase() };
  if (context.IntegerLiteral()) return integer(reader, text, line);
  if (context.LongLiteral()) return { kind: 'literal', line, type: 'Long', text: text.slice(0, -1) };
  if (context.NumberLiteral()) return { kind: 'literal', line, type: 'Decimal', text: text.replace(/d$/i, '') };
  return reader.unsupported(context, `The literal ${text}`);
}

function integer(reader: Reader, text: string, line: number): Literal {
  if (Number(text) > 2147483648) {
    throw new ApexError('apex_type', `The Integer ${text} is too large.`, reader.file, line);
  }
  return { kind: 'literal', line, type: 'Integer', text };
}
