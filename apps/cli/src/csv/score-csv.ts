import { resolve } from 'node:path';
import { scoreTable, type TableWarning } from '@leadlight/workflows';
import type { ScoreOptions } from '../commands/score.ts';
import { CliError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { readModelFile } from './read-model-file.ts';
import { readCsv } from './read-csv.ts';
import { writeCsv } from './write-csv.ts';

export async function scoreCsv(options: ScoreOptions, csv: string): Promise<void> {
  const { model: modelFile, out, explain } = options;
  if (options.org !== undefined || !options.write) {
    throw new CliError('options', '--org and --no-write go with an org, not with --csv.');
  }
  if (!modelFile || !out) {
    throw new CliError(
      'options',
      'With --csv, --model FILE says which model scores and --out FILE where the scores go.',
    );
  }
  const model = readModelFile(modelFile);
  const table = readCsv(csv);
  const added = addedColumns(explain);
  const clash = added.find((name) => table.header.includes(name));
  if (clash)
    throw new CliError('options', `${csv} has a column "${clash}" already, which the scores would double. Rename it.`);
  const { scores, warnings } = await withProgress(async (progress) =>
    scoreTable(model, table.header, table.rows, explain, progress),
  );
  const rows = scores.map(({ probability, score, band, reasons }, row) => [
    ...table.rows[row]!,
    ...[probability.toFixed(6), String(score), band],
    ...Array.from({ length: explain }, (_, place) => reasonCells(reasons[place])).flat(),
  ]);
  writeCsv(out, [...table.header, ...added], rows, table.delimiter);
  for (const warning of warnings) process.stderr.write(`warning: ${warningSentence(warning, scores.length)}\n`);
  writeOutput(options, { rows: scores.length, out: resolve(out), warnings }, [
    `${out}: ${scores.length.toLocaleString('en')} leads are scored.`,
  ]);
}

const addedColumns = (explain: number): string[] => [
  ...['probability', 'score', 'band'],
  ...Array.from({ length: explain }, (_, place) => [`reason_${place + 1}`, `points_${place + 1}`]).flat(),
];

const reasonCells = (reason: { label: string; value: unknown; points: number } | undefined): string[] =>
  reason ? [`${reason.label}: ${reason.value ?? 'missing'}`, String(reason.points)] : ['', ''];

export function warningSentence({ code, field, rows }: TableWarning, all: number): string {
  const times = rows === all ? 'in every row' : `in ${rows.toLocaleString('en')} of ${all.toLocaleString('en')} rows`;
  switch (code) {
    case 'missing_column':
      return `the column "${field}", which the model reads, is absent; it counts as missing`;
    case 'unseen_category':
      return `"${field}" has a value that training never saw, ${times}; it counts as missing`;
    case 'not_a_number':
      return `"${field}" is not a number ${times}; it counts as missing`;
    case 'not_a_yes_or_no':
      return `"${field}" is neither yes nor no ${times}; it counts as missing`;
    case 'not_a_date':
      return `"${field}" is not an ISO date ${times}; it counts as missing`;
  }
}
