import { parse } from 'csv-parse/sync';
import { SalesforceError } from '../errors.ts';
import type { Row } from '../query.ts';

/**
 * The rows of one page of CSV. Salesforce heads every page with the column names, and a client that joins pages may
 * repeat them: a row that says `Id` where an id belongs is such a header, never a record.
 * @param fields select paths, an id first; columns are matched by name, whatever their order and case
 * @throws SalesforceError `answer_unreadable`; `field_missing` naming a column that is not there
 */
export function rowsOfCsv(csv: string, fields: readonly string[]): readonly Row[] {
  const table = parsed(csv);
  const header = table[0];
  if (!header) return [];
  const columns = columnsOf(header, fields);
  const keyColumn = columns[0]!;
  const rows: Row[] = [];
  for (const cells of table) {
    if (cells[keyColumn] === header[keyColumn]) continue;
    const row: Record<string, string | null> = {};
    for (let at = 0; at < fields.length; at++) row[fields[at]!] = cells[columns[at]!] || null;
    rows.push(row);
  }
  return rows;
}

function parsed(csv: string): readonly (readonly string[])[] {
  try {
    return parse(csv, { bom: true, record_delimiter: ['\r\n', '\n'], skip_empty_lines: true });
  } catch (error) {
    throw new SalesforceError('answer_unreadable', 'A results page is not well-formed CSV.', {}, { cause: error });
  }
}

function columnsOf(header: readonly string[], fields: readonly string[]): readonly number[] {
  const at = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  return fields.map((field) => {
    const column = at.get(field.toLowerCase());
    if (column !== undefined) return column;
    throw new SalesforceError('field_missing', `The results have no column ${field}.`, { field });
  });
}
