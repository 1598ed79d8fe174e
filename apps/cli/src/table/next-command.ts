import type { ColumnCandidates, TableReading } from '@leadlight/lead-table';
import type { TableOptions } from './table-options.ts';

/** The command that trains on an inspected file. */
export interface NextCommand {
  /** Ready for a shell. */
  readonly command: string;
  /** What a person has to decide before it works, as sentences. */
  readonly questions: readonly string[];
}

/** Quoted for a POSIX shell, where it needs it. */
export const shellQuoted = (text: string): string =>
  /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const MODEL_FILE = 'leads.model';

export function nextCommand(
  file: string,
  candidates: ColumnCandidates,
  reading: TableReading,
  options: TableOptions,
): NextCommand {
  const questions: string[] = [];
  const [outcome] = candidates.outcome;
  const open = new Set(reading.columns.flatMap((finding) => (finding.open ? [finding.open.what] : [])));
  const needsDates = open.has('dates') && candidates.created.length > 0;
  if (open.has('decimal'))
    questions.push('Does the file have decimal points or commas? --decimal point or --decimal comma says which.');
  if (needsDates) questions.push('Is the day or the month first in its dates? --dates dmy or --dates mdy says which.');
  if (!outcome) questions.push('Which column says whether a lead converted? --label COLUMN names it.');
  if (outcome && !outcome.values) {
    questions.push(
      `Which values of "${outcome.column}" mean converted, and which mean not converted? --positive VALUE and --negative VALUE name them.`,
    );
  }
  const [id] = candidates.id;
  const [created] = candidates.created;
  const parts = [
    ...['npx', 'leadlight', 'train', '--csv', file],
    ...['--label', outcome?.column ?? 'COLUMN'],
    ...valueOptions(outcome),
    ...(id === undefined ? [] : ['--id', id]),
    ...(created === undefined ? [] : ['--created', created]),
    ...(open.has('decimal') ? ['--decimal', 'point|comma'] : []),
    ...(needsDates ? ['--dates', 'dmy|mdy'] : []),
    ...givenOptions(options),
    ...['--out', MODEL_FILE],
  ];
  return { command: parts.map(shellQuoted).join(' '), questions };
}

/** Names the values where others are left out, so that the command says what it counts. */
function valueOptions(outcome: ColumnCandidates['outcome'][number] | undefined): readonly string[] {
  if (!outcome) return [];
  if (!outcome.values) return ['--positive', 'VALUE', '--negative', 'VALUE'];
  const { converted, notConverted } = outcome.values;
  return [
    ...converted.flatMap(({ text }) => ['--positive', text]),
    ...notConverted.flatMap(({ text }) => ['--negative', text]),
  ];
}

function givenOptions({ encoding, sheet, decimal, dates, missing, notMissing }: TableOptions): readonly string[] {
  return [
    ...(encoding === undefined ? [] : ['--encoding', encoding]),
    ...(sheet === undefined ? [] : ['--sheet', sheet]),
    ...(decimal === undefined ? [] : ['--decimal', decimal]),
    ...(dates === undefined ? [] : ['--dates', dates]),
    ...(missing === undefined ? [] : ['--missing', missing.join(',')]),
    ...(notMissing === undefined ? [] : ['--not-missing', notMissing.join(',')]),
  ];
}
