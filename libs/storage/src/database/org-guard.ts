import type { KyselyPlugin, OperationNode, PluginTransformQueryArgs, RootOperationNode } from 'kysely';
import { StorageError } from '../errors.ts';

/**
 * Rejects every query that does not name `org_id`, in its conditions or among the columns it inserts. A forgotten condition
 * fails the first test that runs it, instead of showing one org another's leads. Raw SQL must name `org_id` too. Queries
 * that span orgs (finding a key's org by its hash, listing orgs) say so with `db.withoutPlugins()`.
 */
export class OrgGuard implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    const table = firstTableIn(node);
    if (table !== undefined && !mentions(scopeOf(node), 'org_id')) {
      throw new StorageError('org_unscoped', { table });
    }
    return node;
  }

  transformResult<T extends { result: unknown }>(args: T): Promise<T['result']> {
    return Promise.resolve(args.result);
  }
}

/** The part of a query that must name `org_id`. */
function scopeOf(node: RootOperationNode): unknown {
  switch (node.kind) {
    case 'SelectQueryNode':
    case 'UpdateQueryNode':
    case 'DeleteQueryNode':
      return node.where;
    case 'InsertQueryNode':
      return node.columns;
    default:
      return node;
  }
}

/** The first table of a query; undefined for statements without one. */
function firstTableIn(node: RootOperationNode): string | undefined {
  return node.kind === 'RawNode' ? tableInText(node.sqlFragments.join(' ')) : tableInTree(node);
}

const TABLE_IN_TEXT = /\b(?:from|into|update|join)\s+(?:only\s+)?"?([a-z_]+)"?/i;

function tableInText(text: string): string | undefined {
  return TABLE_IN_TEXT.exec(text)?.[1];
}

function tableInTree(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.kind === 'TableNode') {
    const { table } = node as unknown as { table: { identifier: { name: string } } };
    return table.identifier.name;
  }
  for (const child of children(node)) {
    const found = tableInTree(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mentions(node: unknown, column: string): boolean {
  if (typeof node === 'string') return new RegExp(`\\b${column}\\b`).test(node);
  if (Array.isArray(node)) return node.some((member) => mentions(member, column));
  if (!isNode(node)) return false;
  if (node.kind === 'IdentifierNode') return (node as unknown as { name: string }).name === column;
  if (node.kind === 'ValueNode' || node.kind === 'PrimitiveValueListNode') return false;
  return children(node).some((child) => mentions(child, column));
}

const children = (node: OperationNode): unknown[] =>
  Object.entries(node)
    .filter(([key]) => key !== 'kind')
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]));

const isNode = (value: unknown): value is OperationNode =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
