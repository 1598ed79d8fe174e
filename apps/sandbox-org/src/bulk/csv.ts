import type { Column } from '../soql/plan.ts';
import type { Field } from '../org/field.ts';

const fractional: readonly Field['type'][] = ['double', 'currency', 'percent'];

/** A field's name in a header: the path, as the query wrote it. */
export const headerOf = (columns: readonly Column[]): string =>
  `${columns.map(({ path, name }) => `"${[...path, name].join('.')}"`).join(',')}\n`;

/**
 * SQL that writes one row of CSV, every value quoted, empty text for null. SQLite does the work, which
 * costs a third of doing it in JavaScript.
 * @param expressions SQL of the columns, in their order
 */
export function csvRowSql(columns: readonly Column[], expressions: readonly string[]): string {
  const cells = columns.map(({ field }, index) => cellSql(field, expressions[index] as string));
  return `${cells.join(" || ',' || ")} || char(10)`;
}

function cellSql({ type, length }: Field, sql: string): string {
  if (type === 'boolean') return `CASE ${sql} WHEN 1 THEN '"true"' ELSE '"false"' END`;
  if (type === 'int') return `'"' || coalesce(CAST(${sql} AS INTEGER), '') || '"'`;
  if (fractional.includes(type)) return `'"' || coalesce(${sql}, '') || '"'`;
  const safe = type === 'id' || type === 'reference' || type === 'date' || type === 'datetime' || length === 0;
  return safe ? `'"' || coalesce(${sql}, '') || '"'` : `'"' || replace(coalesce(${sql}, ''), '"', '""') || '"'`;
}
