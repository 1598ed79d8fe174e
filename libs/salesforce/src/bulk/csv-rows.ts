import { parse, type Options } from 'csv-parse/sync';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import type { Row } from '../query/query.ts';

/**
 * The rows of one page of CSV. Salesforce heads every page with the column names, and a client that joins pages may
 * repeat them: a row that says `Id` where an id belongs is such a header, never a record.
 * @param fields select paths, an id first; columns are matched by name, whatever their order and case
 * @throws SalesforceError `answer_unreadable`; `field_missing` naming a column that is not there
 */
export function parseCsvRows(csv: string, fields: readonly string[]): readonly Row[] {
  let header: readonly string[] | undefined;
  let columns: readonly number[] = [];
  /** Cell by cell into a row at once, so that a page is never in memory twice. */
  const rowOf = (cells: readonly string[]): Row | null => {
    if (!header) {
      header = cells;
      columns = columnIndexes(cells, fields);
      return null;
    }
    const key = columns[0]!;
    if (cells[key] === header[key]) return null;
    const row: Record<string, string | null> = {};
    for (let at = 0; at < fields.length; at++) row[fields[at]!] = cells[columns[at]!] || null;
    return row;
  };
  try {
    // The types know no on_record that makes something else of a record; null leaves it out.
    const options = { bom: true, record_delimiter: ['\r\n', '\n'], skip_empty_lines: true, on_record: rowOf };
    return parse(csv, options as unknown as Options) as unknown as readonly Row[];
  } catch (error) {
    if (isSalesforceError(error)) throw error;
    throw new SalesforceError('answer_unreadable', 'A results page is not well-formed CSV.', {}, { cause: error });
  }
}

function columnIndexes(header: readonly string[], fields: readonly string[]): readonly number[] {
  const at = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  return fields.map((field) => {
    const column = at.get(field.toLowerCase());
    if (column !== undefined) return column;
    throw new SalesforceError('field_missing', `The results have no column ${field}.`, { field });
  });
}
