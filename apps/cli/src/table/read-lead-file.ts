import {
  readTableText,
  type Dialect,
  type OnTableProblem,
  type PassedOver,
  type TextTable,
} from '@leadlight/lead-table';
import { CliError } from '../errors.ts';
import { encodingOf, readText } from './decode-text.ts';
import { fileKindOf } from './file-bytes.ts';
import { readWorkbook } from './read-workbook.ts';

/** How a file is to be read, where it does not say so itself. */
export interface LeadFileOptions {
  /** Name of its encoding, such as windows-1252; found out by default. */
  readonly encoding?: string;
  /** Sheet of a workbook; the first by default. */
  readonly sheet?: string;
}

/** A file of leads as text, and what was assumed while reading it. */
export interface LeadFile {
  readonly file: string;
  readonly table: TextTable;
  /** What kind of file it is: a phrase. */
  readonly form: string;
  /** Of a text file; a comma for a workbook. */
  readonly delimiter: string;
  /** Of a text file. */
  readonly encoding?: string;
  /** Its numbers are stored as numbers, so they have decimal points. */
  readonly isWorkbook: boolean;
  /** Lines that are not rows. */
  readonly passedOver: readonly PassedOver[];
  /** What was found out, and what was passed over, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads a file of leads: text with delimiters, also packed with gzip, or an Excel workbook.
 * @throws CliError `file_unreadable`, `sheet_absent`, `csv_…` with the file and the line where there is one
 */
export async function readLeadFile(file: string, options: LeadFileOptions = {}): Promise<LeadFile> {
  const kind = await fileKindOf(file);
  const onProblem = problemsOf(file);
  if (kind === 'workbook') {
    const workbook = await readWorkbook(file, options.sheet, onProblem);
    const { table, sheet, otherSheets, textNumber, passedOver, namedColumns } = workbook;
    const others =
      otherSheets.length > 0
        ? [`The sheet "${sheet}" is read, and not ${quoted(otherSheets)}: --sheet names another.`]
        : [];
    const notes = [
      ...others,
      ...(textNumber ? [textNumberNote(textNumber)] : []),
      ...passedOver.map(passedOverNote),
      ...namedColumnNotes(namedColumns),
      ...noRowsNotes(table),
    ];
    return { file, table, form: `sheet "${sheet}" of a workbook`, delimiter: ',', isWorkbook: true, passedOver, notes };
  }
  const encoding = await encodingOf(file, kind, options.encoding);
  const { table, dialect, passedOver, namedColumns } = await readTableText(readText(file, kind, encoding), onProblem);
  return {
    file,
    table,
    form: `${kind === 'gzip' ? 'gzip of ' : ''}text in ${encoding.name}, delimited by ${delimiterName(dialect)}`,
    delimiter: dialect.delimiter,
    encoding: encoding.name,
    isWorkbook: false,
    passedOver,
    notes: [
      ...(encoding.note ? [encoding.note] : []),
      ...(dialect.hasSepLine ? [`Its first line names the delimiter (sep=${dialect.delimiter}).`] : []),
      ...passedOver.map(passedOverNote),
      ...namedColumnNotes(namedColumns),
      ...noRowsNotes(table),
    ],
  };
}

const noRowsNotes = ({ rowCount }: TextTable): readonly string[] =>
  rowCount === 0 ? ['It has a header, and no rows under it.'] : [];

const textNumberNote = (text: string): string =>
  `Its cell ${JSON.stringify(text)} is text, not a number, and is read with a decimal point where its column does not say otherwise; --decimal comma reads such cells with a decimal comma.`;

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const delimiterName = ({ delimiter }: Dialect): string => DELIMITER_NAMES[delimiter] ?? JSON.stringify(delimiter);

const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(', ');

function passedOverNote({ what, count, examples }: PassedOver): string {
  const lines = count === 1 ? '1 line' : `${count} lines`;
  const named = `${quoted(examples.map(({ text }) => text))}${count > examples.length ? ' …' : ''}`;
  switch (what) {
    case 'preamble':
      return `${lines} before the header ${count === 1 ? 'is' : 'are'} passed over: ${named}.`;
    case 'footer':
      return `${lines} under the table ${count === 1 ? 'is' : 'are'} passed over: ${named}.`;
    case 'empty':
      return `${count === 1 ? '1 row without any cell is' : `${count} rows without any cell are`} left out.`;
    case 'totals':
      return `${count === 1 ? '1 row of totals is' : `${count} rows of totals are`} left out, because ${count === 1 ? 'it is not a lead' : 'they are not leads'}: ${named}.`;
  }
}

const namedColumnNotes = (names: readonly string[]): readonly string[] =>
  names.length > 0 ? [`Columns without a name are called ${quoted(names)}.`] : [];

const problemsOf =
  (file: string): OnTableProblem =>
  (problem) => {
    switch (problem.kind) {
      case 'empty':
        throw new CliError('csv_empty', { file });
      case 'header':
        throw new CliError('csv_header', { file, problem: problem.problem });
      case 'ragged':
        throw new CliError('csv_ragged', { file, line: problem.line, cells: problem.cells, width: problem.width });
      case 'quotes':
        throw new CliError('csv_quotes', { file, line: problem.line, why: problem.why });
    }
  };
