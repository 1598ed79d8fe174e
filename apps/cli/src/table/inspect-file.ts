import { isLeadlightError } from '@leadlight/common';
import {
  columnCandidates,
  readTable,
  type ColumnCandidates,
  type ColumnFinding,
  type ReadingOptions,
  type TextCount,
  type TextTable,
} from '@leadlight/lead-table';
import { questionSentence } from '@leadlight/report';
import { tableQuestions } from '@leadlight/workflows';
import { drawTable } from '../terminal/table.ts';
import { formatCount } from '../terminal/write-output.ts';
import { nextCommand } from './next-command.ts';
import { systemClock } from '../with-storage.ts';
import { readLeadFile } from './read-lead-file.ts';
import { columnDocument, columnRemarks, outcomeSentence } from './reading-lines.ts';
import { readingOptionsOf, type TableOptions } from './table-options.ts';

/** A column that alone says much about the outcome, as a question to a person. */
interface StrongColumn {
  readonly column: string;
  /** Of the column alone. */
  readonly auc: number;
  /** Of a model with the column, and of one without it. */
  readonly aucWith: number;
  readonly aucWithout: number;
  readonly question: string;
}

/** What a file is, for people and for machines. */
export interface Inspection {
  readonly document: object;
  readonly lines: readonly string[];
}

const MAX_CANDIDATES = 5;

export async function inspectFile(path: string, options: TableOptions): Promise<Inspection> {
  const file = await readLeadFile(path, options);
  const readingOptions = readingOptionsOf(options, file);
  const reading = readTable(file.table, readingOptions);
  const candidates = columnCandidates(file.table, reading, readingOptions);
  const next = nextCommand(path, candidates, reading, options);
  const strongest = next.questions.length === 0 ? strongestColumns(file.table, candidates, readingOptions) : [];
  const { notes, passedOver, form, table } = file;
  const document = {
    file: path,
    form,
    rows: table.rowCount,
    passedOver,
    notes,
    columns: reading.columns.map(columnDocument),
    candidates,
    strongest,
    next,
  };
  const remarks = reading.columns.flatMap(columnRemarks);
  const lines = [
    `${path}: ${form}, ${formatCount(table.rowCount)} rows, ${formatCount(reading.columns.length)} columns.`,
    ...notes,
    drawTable(reading.columns.map(columnRow), [
      'column',
      'read as',
      'filled',
      'missing',
      'unread',
      'values',
      'most frequent',
    ]),
    ...(remarks.length > 0 ? ['Remarks:', ...remarks.map((remark) => `  ${remark}`)] : []),
    ...(strongest.length > 0 ? ['Strongest single columns:', ...strongest.map(({ question }) => `  ${question}`)] : []),
    ...candidateLines(candidates),
    ...(next.questions.length > 0 ? ['To decide first:', ...next.questions.map((question) => `  ${question}`)] : []),
    'Next:',
    `  ${next.command}`,
  ];
  return { document, lines };
}

/** Empty where the table cannot be learned from as the next command would. */
function strongestColumns(
  table: TextTable,
  { outcome: [outcome], id: [idColumn], created: [createdColumn] }: ColumnCandidates,
  reading: ReadingOptions,
): readonly StrongColumn[] {
  if (!outcome?.values) return [];
  const textsOf = (values: readonly TextCount[]) => values.map(({ text }) => text);
  const { converted, notConverted } = outcome.values;
  const label = {
    kind: 'label',
    column: outcome.column,
    positive: textsOf(converted),
    negative: textsOf(notConverted),
  } as const;
  try {
    const leads = { title: '', table, outcome: label, idColumn, createdColumn, reading };
    return tableQuestions(leads, systemClock.now()).map((question) => ({
      column: question.field,
      auc: question.aucAlone,
      aucWith: question.aucWith,
      aucWithout: question.aucWithout,
      question: questionSentence(question),
    }));
  } catch (error) {
    if (isLeadlightError(error)) return [];
    throw error;
  }
}

const MAX_NAME_LENGTH = 40;
const MAX_VALUES_LENGTH = 44;
const shortened = (text: string, length: number): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

function columnRow(finding: ColumnFinding): readonly string[] {
  const { column, rows, missing, unreadable, distinct, examples } = finding;
  return [
    shortened(column, MAX_NAME_LENGTH),
    readAs(finding),
    formatCount(rows - missing.rows),
    formatCount(missing.rows),
    formatCount(unreadable.rows),
    formatCount(distinct),
    shortened(examples.map(({ text }) => text).join(', '), MAX_VALUES_LENGTH),
  ];
}

const ORDERS = { ymd: 'year first', dmy: 'day first', mdy: 'month first', serial: 'Excel days' } as const;

function readAs({ reading, open, read, isCode }: ColumnFinding): string {
  if (read === 0 && !open) return 'empty';
  switch (reading.kind) {
    case 'number':
      return open ? 'number, mark unclear' : reading.decimals ? `number, decimal ${reading.decimal}` : 'whole number';
    case 'date':
      return open ? 'date, order unclear' : `date${reading.order ? `, ${ORDERS[reading.order]}` : ''}`;
    case 'yesNo':
      return 'yes or no';
    case 'category':
      return isCode ? 'code' : 'category';
  }
}

function candidateLines({
  outcome,
  id,
  repeatedIds,
  created,
  dates,
}: ReturnType<typeof columnCandidates>): readonly string[] {
  const quoted = (names: readonly string[]) => {
    const more = names.length > MAX_CANDIDATES ? ` and ${names.length - MAX_CANDIDATES} more` : '';
    return names.length > 0
      ? names
          .slice(0, MAX_CANDIDATES)
          .map((name) => JSON.stringify(name))
          .join(', ') + more
      : 'none';
  };
  const [first] = outcome;
  return [
    'Candidates:',
    `  outcome: ${quoted(outcome.map(({ column }) => column))}`,
    ...(first?.values ? [`    ${outcomeSentence(first.values)}`] : []),
    `  id: ${quoted(id)}`,
    ...repeatedIds.map(
      ({ column, rows, leads }) =>
        `    ${JSON.stringify(column)} repeats: ${formatCount(rows)} rows of ${formatCount(leads)} leads. With --id, the rows of one lead stay together.`,
    ),
    `  creation date: ${created.length > 0 ? quoted(created) : dates.length > 0 ? `none by its name; --created names one of ${quoted(dates)}, if it is when the lead came in` : 'none'}`,
  ];
}
