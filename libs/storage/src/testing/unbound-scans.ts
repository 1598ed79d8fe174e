import type { PlanNode } from './measured-database.ts';

/**
 * Tables of a plan that no condition ties to an org: neither a condition of the scan nor one of a join above it names the
 * table's `org_id`. Such a statement reads every shard where tables are distributed by org.
 * @param isShared tables that belong to no org
 */
export function findUnboundScans(
  plan: PlanNode,
  isShared: (table: string, schema: string) => boolean,
): readonly string[] {
  return unboundScans(plan, [], isShared);
}

function unboundScans(
  node: PlanNode,
  joinConditions: readonly string[],
  isShared: (table: string, schema: string) => boolean,
): readonly string[] {
  const within = (node.Plans ?? []).flatMap((child) =>
    // The condition of a subquery holds for its own tables alone.
    unboundScans(child, isSubquery(child) ? [] : [...joinConditions, ...conditionsOf(node)], isShared),
  );
  const { 'Relation Name': table, Alias: alias, Schema: schema } = node;
  if (typeof table !== 'string' || typeof alias !== 'string') return within;
  if (!String(node['Node Type']).endsWith('Scan') || isShared(table, String(schema))) return within;
  const orgColumn = new RegExp(`\\b${alias}\\.org_id\\b`);
  const isBound = [...conditionsOf(node), ...joinConditions].some((condition) => orgColumn.test(condition));
  return isBound ? within : [table, ...within];
}

const isSubquery = (node: PlanNode): boolean =>
  ['SubPlan', 'InitPlan'].includes(String(node['Parent Relationship'])) && node['Subplan Name'] !== undefined;

const CONDITIONS = ['Index Cond', 'Recheck Cond', 'Filter', 'Hash Cond', 'Merge Cond', 'Join Filter'];

const conditionsOf = (node: PlanNode): readonly string[] =>
  CONDITIONS.map((name) => node[name]).filter((condition) => typeof condition === 'string');
