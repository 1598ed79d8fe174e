import type { GroupColumn } from '@leadlight/evaluation';
import { LeadFeaturesError } from '@leadlight/lead-features';
import type { Dataset } from './dataset.ts';

/**
 * The values of a field, a feature or a column at these rows, whether or not the model reads it.
 * @throws LeadFeaturesError `column_absent` if the dataset has nothing of that name
 */
export function groupColumnOf(dataset: Dataset, name: string, rows: Int32Array): GroupColumn {
  const own = dataset.groupValues?.get(name);
  if (own) return { field: name, values: Array.from(rows, (row) => own[row]!) };
  const columns = dataset.rawColumns(rows);
  const feature = dataset.schema.features.find(({ field }) => field === name)?.name;
  const column = columns.find(({ field }) => field === name) ?? columns.find(({ field }) => field === feature);
  if (!column)
    throw new LeadFeaturesError('column_absent', { column: name, header: columns.map(({ field }) => field) });
  const { kind, values } = column;
  if (kind !== 'boolean') return { field: name, values };
  return { field: name, values: Array.from(values, (value) => (Number.isNaN(value) ? null : value ? 'yes' : 'no')) };
}
