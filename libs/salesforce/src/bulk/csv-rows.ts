import { parse, type Options } from 'csv-parse/sync';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import type { Row } from '../query/query.ts';

/**
 * The rows of one page of CSV. Salesforce starts every page with the column names, and a proxy that joins pages may repeat
 * them: a row whose id column contains `Id` is such a header and not a record.
 * @param fields select paths, an id first; columns are matched by name, in any order and case
 * @throws SalesforceError `response_unreadable`; `field_missing` naming a missing column
 */
export function parseCsvRows(csv: string, fields: readonly string[]): readonly Row[] {
  let header: readonly string[] | undefined;
  let columns: readonly number[] = [];
  /** Makes each row from its cells at once, so that a page is never in memory twice. */
  const toRow = (cells: readonly string[]): Row | null => {
    if (!header) {
      header = cells;
      columns = columnIndexes(cells, fields);
      return null;
    }
    const idColumn = columns[0]!;
    if (cells[idColumn] === header[idColumn]) return null;
    const row: Record<string, string | null> = {};
    for (let index = 0; index < fields.length; index++) row[fields[index]!] = cells[columns[index]!] || null;
    return row;
  };
  try {
    // The types do not allow on_record to return another type; null leaves the record out.
    const options = { bom: true, record_delimiter: ['\r\n', '\n'], skip_empty_lines: true, on_record: toRow };
    return parse(csv, options as unknown as Options) as unknown as readonly Row[];
  } catch (error) {
    if (isSalesforceError(error)) throw error;
    const facts = { context: 'A results page', problem: 'it is not well-formed CSV' };
    throw new SalesforceError('response_unreadable', facts, { cause: error });
  }
}

function columnIndexes(header: readonly string[], fields: readonly string[]): readonly number[] {
  const indexes = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  return fields.map((field) => {
    const index = indexes.get(field.toLowerCase());
    if (index !== undefined) return index;
    const message = `The results have no column ${field}.`;
    throw new SalesforceError('field_missing', {
      request: 'Reading a results page',
      errorCode: 'INVALID_FIELD',
      message,
      field,
    });
  });
}
