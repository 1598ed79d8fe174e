export type BoundValue = string | number | null;

/** SQL with the values to bind to its question marks, in order. */
export interface SqlFragment {
  readonly sql: string;
  readonly params: readonly BoundValue[];
}

export const NO_SQL: SqlFragment = { sql: '', params: [] };

/** The fragments with a separator between them and a prefix before the first; empty without fragments. */
export const joinSql = (parts: readonly SqlFragment[], separator: string, prefix = ''): SqlFragment =>
  parts.length === 0
    ? NO_SQL
    : {
        sql: prefix + parts.map(({ sql }) => sql).join(separator),
        params: parts.flatMap(({ params }) => params),
      };

/** Conditions joined as a balanced tree of parentheses: SQLite limits the depth of an expression, and a chain is deep. */
export function joinConditions(parts: readonly SqlFragment[], operator: 'and' | 'or'): SqlFragment {
  const join = (conditions: readonly SqlFragment[]): string => {
    if (conditions.length < 2) return conditions[0]?.sql ?? '';
    const half = conditions.length >> 1;
    return `(${join(conditions.slice(0, half))} ${operator.toUpperCase()} ${join(conditions.slice(half))})`;
  };
  return { sql: join(parts), params: parts.flatMap(({ params }) => params) };
}
