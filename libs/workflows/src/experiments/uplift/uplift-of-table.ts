import { fieldsToLeaveOut } from '@leadlight/evaluation';
import { LeadFeaturesError, type Instant } from '@leadlight/lead-features';
import { foldText, headerOf } from '@leadlight/lead-table';
import { WorkflowError } from '../../errors.ts';
import type { Progress } from '../../ports/index.ts';
import { removeLeakage } from '../../training/assessment/remove-leakage.ts';
import { featureColumns } from '../../training/examples/org-snapshots.ts';
import type { LeadTable } from '../../training/examples/table-outcomes.ts';
import { tableDataset } from '../../training/train-on-table.ts';
import { assessUplift, type UpliftAssessment } from './assess-uplift.ts';

/** Who was treated. */
export interface TableTreatment {
  readonly column: string;
  /** Its value in rows that were not treated; all other values mean treated. */
  readonly control: string;
}

export interface TableUplift extends UpliftAssessment {
  /** [rows] their places in the table; rows without an outcome or without a treatment are left out. */
  readonly rows: readonly number[];
  readonly withoutTreatment: number;
  /** Columns that reveal the outcome and were left out. */
  readonly leaking: readonly string[];
  readonly features: readonly string[];
}

/**
 * As `assessUplift`, for a table of records with their outcome and treatment.
 * @throws WorkflowError `treatment_unknown`, and as `assessUplift`; LeadFeaturesError `column_absent`; further as `tableDataset`
 */
export function upliftOfTable(
  table: LeadTable,
  treatment: TableTreatment,
  seed: number,
  now: Instant,
  progress: Progress,
): TableUplift {
  const treatedOfRow = readTreatment(table, treatment);
  const exclude = [...(table.exclude ?? []), treatment.column];
  const { dataset: whole, outcomes } = tableDataset({ ...table, exclude }, now);
  const known = Int32Array.from(whole.labels.keys()).filter((row) => treatedOfRow[outcomes.settled[row]!] !== null);
  const { dataset, findings } = removeLeakage(whole, known, [], Infinity);
  const columns = featureColumns(dataset.schema, dataset.table, [...known]);
  const examples = {
    ...dataset.table.take(known),
    labels: Uint8Array.from(known, (row) => dataset.labels[row]!),
    treated: Uint8Array.from(known, (row) => treatedOfRow[outcomes.settled[row]!]!),
  };
  const groups = Int32Array.from(known, (row) => dataset.leads[row]!);
  const leftOut = new Set(dataset.leftOut.map(({ field }) => field));
  return {
    ...assessUplift({ examples, columns, groups }, seed, progress),
    rows: [...known].map((row) => outcomes.settled[row]!),
    withoutTreatment: whole.labels.length - known.length,
    leaking: fieldsToLeaveOut(findings).filter((field) => !leftOut.has(field)),
    features: dataset.schema.features.map(({ name }) => name),
  };
}

/** [rows of the table] 1 = treated, 0 = not, null = empty. */
function readTreatment({ table }: LeadTable, { column, control }: TableTreatment): (0 | 1 | null)[] {
  const found = table.columns.find(({ name }) => name === column);
  if (!found) throw new LeadFeaturesError('column_absent', { column, header: headerOf(table) });
  const values = found.texts.filter((text) => text.trim() !== '');
  const isControl = (text: string) => foldText(text) === foldText(control);
  if (!values.some(isControl) || values.every(isControl)) {
    throw new WorkflowError('treatment_unknown', { column, control, values: values.slice(0, 10) });
  }
  const ofText = found.texts.map((text) => (text.trim() === '' ? null : isControl(text) ? 0 : 1));
  return Array.from(found.codes, (code) => ofText[code]!);
}
