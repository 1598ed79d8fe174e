import type { Expression, QueryNode, Statement, UnitNode } from '../parse/ast.ts';

/** A fault to put into a source: a place in its tree and what it becomes. */
export interface Mutation {
  file: string;
  line: number;
  what: string;
  path: (string | number)[];
  replacement: unknown;
}

type Node = Record<string, unknown> & { kind?: string; line?: number };
type Change = { what: string; replacement: unknown };

const OTHER_OPERATOR: Record<string, string> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
};

const not = (operand: Expression): Expression => ({ kind: 'unary', operator: '!', operand, line: operand.line });

function expressionChanges(node: Expression): Change[] {
  if (node.kind === 'binary') {
    const operator = OTHER_OPERATOR[node.operator];
    return operator ? [{ what: `${node.operator} to ${operator}`, replacement: { ...node, operator } }] : [];
  }
  if (node.kind === 'literal' && node.type === 'Integer') {
    return [
      {
        what: `${node.text} to ${Number(node.text) + 1}`,
        replacement: { ...node, text: String(Number(node.text) + 1) },
      },
    ];
  }
  if (node.kind === 'literal' && node.type === 'Boolean') {
    const text = node.text === 'true' ? 'false' : 'true';
    return [{ what: `${node.text} to ${text}`, replacement: { ...node, text } }];
  }
  if (node.kind === 'conditional')
    return [{ what: 'condition reversed', replacement: { ...node, yes: node.no, no: node.yes } }];
  if (node.kind === 'unary' && node.operator === '!') return [{ what: 'without !', replacement: node.operand }];
  if (node.kind === 'field' && node.name === 'HALF_UP')
    return [{ what: 'HALF_UP to DOWN', replacement: { ...node, name: 'DOWN' } }];
  if (node.kind === 'field' && node.name === 'SYSTEM_MODE') {
    return [{ what: 'SYSTEM_MODE to USER_MODE', replacement: { ...node, name: 'USER_MODE' } }];
  }
  return [];
}

const EMPTY = { kind: 'block', body: [] };

function statementChanges(node: Statement): Change[] {
  const without = { what: 'statement removed', replacement: { ...EMPTY, line: node.line } };
  if (node.kind === 'expression') {
    const { expression } = node;
    // No test can or should see what is written to the debug log.
    const isLog = expression.kind === 'call' && /^(?:debug|log\w*)$/.test(expression.name);
    const isConstructor =
      expression.kind === 'call' && !expression.object && ['this', 'super'].includes(expression.name.toLowerCase());
    return isLog || isConstructor ? [] : [without];
  }
  if (node.kind === 'dml' || node.kind === 'throw') return [without];
  if (node.kind === 'if')
    return [{ what: 'condition negated', replacement: { ...node, condition: not(node.condition) } }];
  return [];
}

const isCountOfOne = ({ select, limit }: QueryNode): boolean =>
  select.length === 1 && select[0]?.call === 'COUNT' && limit?.kind === 'literal' && limit.text === '1';

function queryChanges(node: QueryNode): Change[] {
  const changes: Change[] = [];
  if (node.where) changes.push({ what: 'query without WHERE', replacement: { ...node, where: null } });
  if (node.where?.kind === 'and') {
    for (const [place, part] of node.where.parts.entries()) {
      const parts = node.where.parts.filter((_part, other) => other !== place);
      const name = part.kind === 'compare' ? part.field.path.join('.') : 'a condition';
      changes.push({ what: `query without ${name}`, replacement: { ...node, where: { kind: 'and', parts } } });
    }
  }
  if (node.orderBy.length > 0) changes.push({ what: 'query without ORDER BY', replacement: { ...node, orderBy: [] } });
  // Whether a count is 0 does not depend on how many more there are.
  if (node.limit && !isCountOfOne(node))
    changes.push({ what: 'query without LIMIT', replacement: { ...node, limit: null } });
  if (node.mode) {
    const mode = node.mode === 'user' ? 'system' : 'user';
    changes.push({ what: `query in ${mode} mode`, replacement: { ...node, mode } });
  }
  return changes;
}

const STATEMENTS = new Set(['expression', 'dml', 'throw', 'if']);

function changesOf(node: Node): Change[] {
  if (Array.isArray(node['select'])) return queryChanges(node as unknown as QueryNode);
  if (node.kind && STATEMENTS.has(node.kind)) return statementChanges(node as unknown as Statement);
  if (node.kind === 'class') return sharingChanges(node);
  return node.kind ? expressionChanges(node as unknown as Expression) : [];
}

function sharingChanges(node: Node): Change[] {
  const modifiers = node['modifiers'] as { words: string[]; annotations: string[] };
  // In user mode sharing is enforced anyway, so that the keyword changes nothing.
  if (!modifiers.words.includes('sharing') || !usesSystemMode(node)) return [];
  const [from, to] = modifiers.words.includes('with') ? ['with', 'without'] : ['without', 'with'];
  const words = modifiers.words.map((word) => (word === from ? (to as string) : word));
  return [{ what: `${to} sharing`, replacement: { ...node, modifiers: { ...modifiers, words } } }];
}

function usesSystemMode(node: unknown): boolean {
  if (node === null || typeof node !== 'object') return false;
  const { mode, kind, name } = node as Node;
  if (mode === 'system' || (kind === 'field' && name === 'SYSTEM_MODE')) return true;
  return Object.values(node).some(usesSystemMode);
}

/** All faults that can be put into a source, one at a time. */
export function mutationsOf(file: string, root: UnitNode): Mutation[] {
  const found: Mutation[] = [];
  const visit = (value: unknown, path: (string | number)[], line: number): void => {
    if (value === null || typeof value !== 'object') return;
    const node = value as Node;
    const here = typeof node.line === 'number' ? node.line : line;
    if (!Array.isArray(value)) {
      for (const { what, replacement } of changesOf(node)) found.push({ file, line: here, what, path, replacement });
    }
    for (const [key, child] of Object.entries(value))
      visit(child, [...path, Array.isArray(value) ? Number(key) : key], here);
  };
  visit(root, [], 1);
  return found;
}

/** A copy of the tree with the fault. */
export function applyMutation(root: UnitNode, { path, replacement }: Mutation): UnitNode {
  if (path.length === 0) return replacement as UnitNode;
  const copy = structuredClone(root);
  let parent = copy as unknown as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  parent[path.at(-1) as string] = replacement;
  return copy;
}
