import { resolve } from 'node:path';
import { scoreTable, type TableReason } from '@leadlight/workflows';
import { optionsError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { isStandardOutput, requireOutputs } from '../output/output-file.ts';
import { neutralizeFormulas } from '../output/formula-cells.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { cellsOf, headerOf } from '@leadlight/lead-table';
import { readLeadFile } from './read-lead-file.ts';
import { readingOptionsOf, type TableOptions } from './table-options.ts';
import { readModelFile } from './read-model-file.ts';
import { unusedValue } from './unused-value.ts';
import { warningLines } from './warning-lines.ts';
import { writeCsv } from './write-csv.ts';
import { printError } from '../terminal/print.ts';

export interface ScoreCsvOptions extends TableOptions {
  readonly json?: boolean;
  readonly model?: string;
  readonly out?: string;
  /** Reasons per lead. */
  readonly explain: number;
  /** Writes cells that a spreadsheet would run as formulas as they are. */
  readonly keepFormulas?: boolean;
}

/** Writes the input's columns with probability, score, band and reasons. */
export async function scoreCsv(options: ScoreCsvOptions, csv: string): Promise<void> {
  const { model: modelFile, out, explain } = options;
  if (!modelFile || !out) {
    throw optionsError('--csv needs a model that scores and a file to write.', 'Add --model FILE and --out FILE.');
  }
  requireOutputs({ '--out': out }, { '--csv': csv, '--model': modelFile });
  const model = readModelFile(modelFile);
  const file = await readLeadFile(csv, options);
  const { table, delimiter, notes } = file;
  const header = headerOf(table);
  const added = addedColumns(explain);
  const clash = added.find((name) => header.includes(name));
  if (clash) throw optionsError(`${csv} already has a column "${clash}", as the scores do.`, 'Rename it.');
  const settings = { maxReasons: explain, reading: readingOptionsOf(options, file) };
  const scored = await withProgress(async (progress) => scoreTable(model, table, settings, progress));
  const { scores, warnings, respelt } = scored;
  const rows = scores.map(({ probability, score, band, reasons }, row) => [
    ...cellsOf(table, row),
    probability.toFixed(6),
    String(score),
    band,
    ...Array.from({ length: explain }, (_, index) => reasonCells(reasons[index])).flat(),
  ]);
  const written = [[...header, ...added], ...rows];
  const { rows: safe, neutralized } = options.keepFormulas
    ? { rows: written, neutralized: 0 }
    : neutralizeFormulas(written);
  writeCsv(out, safe, delimiter);
  for (const line of [...notes.map((note) => `note: ${note}`), ...warningLines(scored)]) printError(`${line}\n`);
  if (neutralized > 0) printError(`note: ${neutralizedSentence(neutralized)}\n`);
  const document = {
    rows: scores.length,
    out: resolve(out),
    warnings,
    notes,
    respeltColumns: respelt,
    neutralizedFormulas: neutralized,
  };
  const lines = [`${out}: ${scores.length === 1 ? '1 lead is' : `${formatCount(scores.length)} leads are`} scored.`];
  writeOutput(options, document, lines, isStandardOutput(out) ? process.stderr : process.stdout);
}

const neutralizedSentence = (cells: number): string =>
  `${formatCount(cells)} ${cells === 1 ? 'cell begins' : 'cells begin'} like a formula and got an apostrophe in front, so that no spreadsheet runs it; --keep-formulas writes such cells as they are`;

const addedColumns = (explain: number): string[] => [
  'probability',
  'score',
  'band',
  ...Array.from({ length: explain }, (_, index) => [`reason_${index + 1}`, `points_${index + 1}`]).flat(),
];

const reasonCells = (reason: TableReason | undefined): string[] =>
  reason ? [`${reason.label}: ${unusedValue(reason) ?? reason.value ?? 'missing'}`, String(reason.points)] : ['', ''];
