import type { TableReason } from '@leadlight/workflows';

/** How a reason shows a cell that the model could not use; undefined where it used the value, or there is none. */
export function unusedValue({ unused }: Pick<TableReason, 'unused'>): string | undefined {
  if (!unused) return undefined;
  const why = unused.why === 'unseen_category' ? 'is new to the model' : 'cannot be read';
  return `missing ("${unused.text}" ${why})`;
}
