import { describe, expect, it } from 'vitest';
import { parseSoql } from './parse.ts';
import type { Condition } from './syntax-tree.ts';

/** Conditions over A to E as `A`, `(and A B)`, `(not A)`. */
function format(condition: Condition): string {
  if (condition.kind === 'comparison') return condition.left.kind === 'path' ? condition.left.path : '?';
  if (condition.kind === 'not') return `(not ${format(condition.of)})`;
  return `(${condition.kind} ${condition.of.map(format).join(' ')})`;
}

const parseAndFormat = (text: string): string => {
  const { where } = parseSoql(`SELECT Id FROM Lead WHERE ${text.replace(/\b[A-E]\b/g, "$& = 'x'")}`);
  return where ? format(where) : '';
};

describe('parseSoql', () => {
  it.each([
    ['A', 'A'],
    ['(A AND B) OR C', '(or (and A B) C)'],
    ['A AND (B OR C)', '(and A (or B C))'],
    ['(A OR B) AND (C OR D)', '(and (or A B) (or C D))'],
    ['A OR B OR C', '(or A B C)'],
    ['NOT A AND B', '(and (not A) B)'],
    ['NOT (A AND B) AND C', '(and (not (and A B)) C)'],
    ['NOT (NOT (A)) AND B', '(and (not (not A)) B)'],
    ['NOT (NOT (NOT A))', '(not (not (not A)))'],
    ['NOT (NOT ((NOT A) OR B))', '(not (not (or (not A) B)))'],
    ['((A)) AND (NOT(B OR C))', '(and A (not (or B C)))'],
    ['(A AND (B OR (C AND D))) OR E', '(or (and A (or B (and C D))) E)'],
  ])('keeps the precedence in the condition %s', (text, expected) => {
    expect(parseAndFormat(text)).toBe(expected);
  });

  it.each(['A AND B OR C', 'A OR B AND C', '(A OR B AND C)'])('rejects AND and OR without parentheses: %s', (text) => {
    expect(() => parseAndFormat(text)).toThrow(/unexpected token/);
  });

  it('reads the object Order, although its name is a reserved word', () => {
    expect(parseSoql('SELECT Id FROM Order ORDER BY Id').from).toMatchObject({ path: 'Order' });
    expect(() => parseSoql('SELECT Order FROM Lead')).toThrow(/unexpected token/);
  });
});
