import { basename, resolve } from 'node:path';
import { reportHtml, reportJson, type ModelReport } from '@leadlight/report';
import { modelIdOf, trainOnTable, type AssessSettings, type LeadTable, type TableOutcome } from '@leadlight/workflows';
import { optionsError } from '../errors.ts';
import { excludedLines, reportLines } from '../terminal/model-report-lines.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount } from '../terminal/write-output.ts';
import { systemClock } from '../with-storage.ts';
import { writeFileAtomically } from '../output/output-file.ts';
import { readingOptionsOf, type TableOptions } from './table-options.ts';
import { readLeadFile, type LeadFile } from './read-lead-file.ts';
import { readingDocument, readingLines } from './reading-lines.ts';
import { printError, printOut } from '../terminal/print.ts';

/** The meaning of the columns of a CSV, as the options of the command say it. */
export interface LeadTableOptions extends TableOptions {
  readonly label?: string;
  readonly positive?: string[];
  readonly negative?: string[];
  readonly id?: string;
  readonly created?: string;
  readonly convertedAt?: string;
  readonly horizon?: number;
  readonly exclude?: string[];
}

/** A file of leads, and the meaning of its columns. @throws CliError `options`, `file_unreadable`, `csv_…` */
export async function readLeads(
  csv: string,
  options: LeadTableOptions,
): Promise<{ readonly leads: LeadTable; readonly file: LeadFile }> {
  const { id, created, exclude } = options;
  const outcome = outcomeOf(options);
  const file = await readLeadFile(csv, options);
  const reading = readingOptionsOf(options, file);
  const leads = {
    title: basename(csv),
    table: file.table,
    outcome,
    idColumn: id,
    createdColumn: created,
    exclude,
    reading,
    fileNotes: file.notes,
  };
  return { leads, file };
}

/** As `readLeads`; what was assumed about the file goes to standard error. */
export async function readLeadTable(csv: string, options: LeadTableOptions): Promise<LeadTable> {
  const { leads, file } = await readLeads(csv, options);
  for (const note of file.notes) printError(`note: ${note}\n`);
  return leads;
}

function outcomeOf({ label, positive, negative, created, convertedAt, horizon }: LeadTableOptions): TableOutcome {
  if (label !== undefined && convertedAt === undefined) {
    if (horizon !== undefined) {
      throw optionsError('--horizon DAYS goes with --converted-at COLUMN, not with --label.', 'Leave it out.');
    }
    return { kind: 'label', column: label, positive, negative };
  }
  if (convertedAt !== undefined && label === undefined) {
    if (positive !== undefined || negative !== undefined) {
      const option = positive === undefined ? '--negative' : '--positive';
      throw optionsError(`${option} VALUE goes with --label COLUMN, not with --converted-at.`, 'Leave it out.');
    }
    if (created === undefined || horizon === undefined) {
      throw optionsError('--converted-at COLUMN is not enough.', 'Add --created COLUMN and --horizon DAYS.');
    }
    return { kind: 'convertedAt', column: convertedAt, horizonDays: horizon };
  }
  throw optionsError(
    '--csv does not say which outcome to learn.',
    'Add --label COLUMN, or --converted-at COLUMN with --created COLUMN and --horizon DAYS.',
  );
}

export async function trainCsv(
  csv: string,
  out: string,
  options: LeadTableOptions & { readonly json?: boolean; readonly report?: string },
  settings: AssessSettings,
): Promise<void> {
  const startedAt = performance.now();
  const { leads, file: read } = await readLeads(csv, options);
  const training = await withProgress(async (progress) => trainOnTable(leads, settings, systemClock.now(), progress));
  writeFileAtomically(out, training.file);
  if (options.report) writeFileAtomically(options.report, await reportHtml(training.report));
  const { report, rows, leads: leadCount, converted, model, fitSeconds, sampled } = training;
  const seconds = (performance.now() - startedAt) / 1000;
  const features = model.features.length;
  if (options.json) {
    const file = { id: modelIdOf(training.file), file: resolve(out), learner: model.learner, features };
    const reading = readingDocument(read, training.reading, training.outcomes);
    const counts = { rows, leads: leadCount, converted };
    const document = { model: file, ...counts, seconds, fitSeconds, sampled, reading, ...reportDocument(report) };
    printOut(`${reportJson(document)}\n`);
    return;
  }
  const lines = [
    ...readingLines(read, training.reading, training.outcomes),
    `${out}: ${model.learner} over ${features} features, trained on ${leadsText(rows, leadCount)},`,
    `${formatCount(converted)} of which converted (fitted in ${fitSeconds.toFixed(1)} s, with its evaluation in ${seconds.toFixed(1)} s).`,
    ...(sampled === undefined ? [] : [sampled]),
    ...reportLines(report),
    ...excludedLines(report),
    ...(options.report ? [`Report: ${options.report}`] : []),
  ];
  printOut(`${lines.join('\n')}\n`);
}

const leadsText = (rows: number, leads: number): string =>
  rows === leads ? `${formatCount(leads)} leads` : `${formatCount(rows)} rows of ${formatCount(leads)} leads`;

/** The report in the JSON of the commands. */
export const reportDocument = (report: ModelReport): object => ({
  ...report,
  holdout: { ...report.holdout, split: report.split },
});
