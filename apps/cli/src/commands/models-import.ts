import { readFileSync } from 'node:fs';
import {
  DEFAULT_SCORING_SETTINGS,
  importFormats,
  importOnOrg,
  importOnTable,
  modelIdOf,
  type ImportFormat,
} from '@leadlight/workflows';
import { Option } from 'commander';
import { systemClock, withOrg } from '../compose.ts';
import { parseTraining } from './import-training.ts';
import { readLeadTable, type LeadTableOptions } from '../table/train-csv.ts';
import { CliError, optionsError, readFailure } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { requireOutputs, writeFileAtomically } from '../output/output-file.ts';
import { createCommand, ORG_OPTION, parseFraction, parseList, wholeNumberParser, type OrgOptions } from './options.ts';
import { CSV_ONLY_OPTIONS, rejectMisplaced } from './source-options.ts';
import { addCsvOptions } from './train-options.ts';

interface ImportOptions extends OrgOptions, LeadTableOptions {
  readonly csv?: string;
  readonly format: ImportFormat;
  readonly columns?: string[];
  readonly threshold?: number;
  readonly out?: string;
  readonly training?: string;
}

export const modelsImportCommand = () =>
  addCsvOptions(
    createCommand(
      'import',
      'Import a forest that another program trained: as a model of an org, from exported snapshots, or to score rows of a CSV.',
      [
        'leadlight models import model.json --format xgboost --training training.json',
        'leadlight models import forest.json --format scikit-learn --csv leads.csv --label Converted --out leads.model',
      ],
    ),
  )
    .argument('<file>', 'the forest as JSON; docs/model-format/v1.md says how to export it')
    .addOption(new Option('--format <program>', 'program that trained it').choices(importFormats).makeOptionMandatory())
    .option(
      '--columns <names>',
      'ml-random-forest: its columns in the order of training, separated by commas',
      parseList,
    )
    .option('--horizon <days>', 'with --converted-at: converted within this number of days', wholeNumberParser(1, 3650))
    .option(
      '--threshold <probability>',
      'CSV: probability from which a lead counts as qualified (0.5); for an org its settings apply',
      parseFraction,
    )
    .option('--out <file>', 'with --csv: model file to write')
    .option(
      '--training <file>',
      'for an org: until when the forest learned, its horizon, and the numbers of categories',
    )
    .option(...ORG_OPTION)
    .action(async (file: string, options: ImportOptions) => {
      const { columns, format } = options;
      rejectMisplaced(options, [...CSV_ONLY_OPTIONS, 'horizon', 'threshold'], ['org', 'training']);
      if (columns !== undefined && format !== 'ml-random-forest') {
        throw optionsError(`--columns goes with --format ml-random-forest; ${format} names its own.`, 'Leave it out.');
      }
      await (options.csv === undefined ? importForOrg(file, options) : importForTable(file, options.csv, options));
    });

async function importForTable(file: string, csv: string, options: ImportOptions): Promise<void> {
  const { format, out, columns, threshold = DEFAULT_SCORING_SETTINGS.threshold } = options;
  if (out === undefined) throw optionsError('--out FILE is missing: the model file to write.', 'Name it.');
  requireOutputs({ '--out': out }, { FILE: file, '--csv': csv });
  const leads = await readLeadTable(csv, options);
  const imported = importOnTable(format, readJson(file), leads, { threshold, columns }, systemClock.now());
  writeFileAtomically(out, imported.file);
  const { model, metrics, rows, converted } = imported;
  const features = model.features.length;
  const document = { id: modelIdOf(imported.file), learner: model.learner, features, rows, converted, metrics };
  writeOutput(options, document, [
    `${out}: ${model.learner} over ${features} columns, calibrated on ${formatCount(rows)} leads, ` +
      `${formatCount(converted)} of which converted (AUC ${metrics.auc.toFixed(3)} on them).`,
    'If the forest was trained on any of these leads, this AUC is too good: calibrate it on others.',
  ]);
}

async function importForOrg(file: string, options: ImportOptions): Promise<void> {
  const { training, format, columns } = options;
  if (training === undefined) {
    throw optionsError(
      'Neither --training FILE nor --csv FILE is given: leads with a known outcome calibrate the forest.',
      'For a model of an org, name the training.json that the training wrote; for a table, name leads that the forest was not trained on.',
    );
  }
  const forest = { format, json: readJson(file), columns, ...parseTraining(training, readJson(training)) };
  const { entry, report, features, calibratedOn } = await withOrg(options, (ports, orgId) =>
    withProgress((progress) => importOnOrg(ports, orgId, forest, progress)),
  );
  const { holdout } = report;
  const document = { id: entry.id, version: entry.version, learner: entry.learner, features, calibratedOn, holdout };
  writeOutput(options, document, [
    `Stored model v${entry.version} (${entry.learner}, ${features} features), which is not active. On ${formatCount(holdout.rows)} ` +
      `snapshots of newer leads, of which ${formatCount(holdout.converted)} reached the goal, its AUC is ${holdout.auc.toFixed(3)} ` +
      `(${holdout.intervals.auc.low.toFixed(3)} to ${holdout.intervals.auc.high.toFixed(3)}).`,
    `"leadlight models activate ${entry.id}" makes it the one that scores.`,
  ]);
}

/** @throws CliError `json_invalid` */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CliError('json_invalid', { file, why: readFailure(error) });
  }
}
