import { LeadFeaturesError } from '../errors.ts';
import { parseInstant } from '../instant.ts';
import type { Instant } from '../lead-history.ts';
import { cellText, missingTextSet } from './cell.ts';

export interface ColumnLabels {
  /** [rows] 1 = converted, 0 = not, -1 = empty, so not yet settled. */
  readonly labels: Int8Array;
  /** The text that means converted. */
  readonly positive: string;
}

const YES = new Set(['1', 'true', 'yes', 'y', 'converted', 'won', 'positive', 'success', 'ja', 'oui', 'si', 'sí']);

/**
 * Labels from a column of two values, or of any number where `positive` is named.
 * @param missingTexts texts that mean missing, in addition to the usual ones
 * @throws LeadFeaturesError `column_absent`, `label_values`, `positive_unclear`, `positive_absent`
 */
export function readLabels(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  column: string,
  positive?: string,
  missingTexts?: readonly string[],
): ColumnLabels {
  const texts = textsOfColumn(header, rows, column, missingTexts);
  const values = [...new Set(texts.filter((text) => text !== undefined))].sort();
  if (values.length < 2 || (values.length > 2 && positive === undefined)) {
    throw new LeadFeaturesError('label_values', { column, values });
  }
  const converted = positive?.trim() ?? positiveValueOf(column, values);
  if (!values.includes(converted)) throw new LeadFeaturesError('positive_absent', { column, positive: converted });
  return {
    labels: Int8Array.from(texts, (text) => (text === undefined ? -1 : Number(text === converted))),
    positive: converted,
  };
}

function positiveValueOf(column: string, values: readonly string[]): string {
  const candidates = values.filter((value) => YES.has(value.toLowerCase()));
  if (candidates.length !== 1) throw new LeadFeaturesError('positive_unclear', { column, values });
  return candidates[0]!;
}

/**
 * Dates of a column [rows]; null where the cell is empty or one of the texts that mean missing.
 * @throws LeadFeaturesError `column_absent`, `bad_date` (rows count from 1, without the header)
 */
export function readDates(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  column: string,
  missingTexts?: readonly string[],
): (Instant | null)[] {
  return textsOfColumn(header, rows, column, missingTexts).map((text, index) => {
    if (text === undefined) return null;
    const at = parseInstant(text);
    if (at === undefined) throw new LeadFeaturesError('bad_date', { column, row: index + 1, text });
    return at;
  });
}

function textsOfColumn(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  column: string,
  missingTexts?: readonly string[],
) {
  const index = header.indexOf(column);
  if (index < 0) throw new LeadFeaturesError('column_absent', { column, header });
  const isMissing = missingTextSet(missingTexts);
  return rows.map((cells) => cellText(cells[index], isMissing));
}
