import { basename, resolve } from 'node:path';
import { reportHtml, reportJson, type ModelReport } from '@leadlight/report';
import { modelIdOf, trainOnTable, type AssessSettings, type LeadTable, type TableOutcome } from '@leadlight/workflows';
import type { TrainingOptions, CsvOptions } from '../commands/train-options.ts';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { leftOutLines, reportLines } from '../terminal/model-report-lines.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { readCsv } from './read-csv.ts';

/** The table of a command with `--csv`. @throws CliError `options`, `csv_*` */
export function readLeadTable(csv: string, options: CsvOptions): LeadTable {
  const { id, created, exclude, missing } = options;
  return {
    title: basename(csv),
    outcome: outcomeOf(options),
    ...readCsv(csv),
    ...{ idColumn: id, createdColumn: created, exclude, missing },
  };
}

function outcomeOf({ label, positive, created, convertedAt, horizon }: CsvOptions): TableOutcome {
  if (label !== undefined && convertedAt === undefined) {
    if (horizon !== undefined)
      throw new CliError('options', '--horizon DAYS goes with --converted-at COLUMN, not with --label.');
    return { kind: 'label', column: label, positive };
  }
  if (convertedAt !== undefined && label === undefined) {
    if (positive !== undefined)
      throw new CliError('options', '--positive VALUE goes with --label COLUMN, not with --converted-at.');
    if (created === undefined || horizon === undefined) {
      throw new CliError('options', '--converted-at COLUMN needs --created COLUMN and --horizon DAYS beside it.');
    }
    return { kind: 'convertedAt', column: convertedAt, horizonDays: horizon };
  }
  throw new CliError(
    'options',
    'With --csv, say what to learn: --label COLUMN, or --converted-at COLUMN with --created COLUMN and --horizon DAYS.',
  );
}

export async function trainCsv(
  csv: string,
  out: string,
  options: CsvOptions & TrainingOptions,
  settings: AssessSettings,
): Promise<void> {
  const started = performance.now();
  const table = readLeadTable(csv, options);
  const training = await withProgress(async (progress) => trainOnTable(table, settings, Date.now(), progress));
  writeFileAtomically(out, training.file);
  if (options.report) writeFileAtomically(options.report, await reportHtml(training.report));
  const { report, rows, converted, model, fitSeconds } = training;
  const seconds = (performance.now() - started) / 1000;
  if (options.json) {
    const { learner, features } = model;
    const file = { id: modelIdOf(training.file), file: resolve(out), learner, features: features.length };
    process.stdout.write(
      `${reportJson({ model: file, rows, converted, seconds, fitSeconds, ...reportDocument(report) })}\n`,
    );
    return;
  }
  const lines = [
    `${out}: ${model.learner} over ${model.features.length} features, learned from ${rows.toLocaleString('en')} leads,`,
    `${converted.toLocaleString('en')} of which converted (fitted in ${fitSeconds.toFixed(1)} s, with all that it is judged by ${seconds.toFixed(1)} s).`,
    ...reportLines(report),
    ...leftOutLines(report),
    ...(options.report ? [`Report: ${options.report}`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The report as the commands' JSON tells it. */
export const reportDocument = (report: ModelReport): object => ({
  ...report,
  holdout: { ...report.holdout, split: report.split },
});
