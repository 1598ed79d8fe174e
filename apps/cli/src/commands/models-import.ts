import { readFileSync } from 'node:fs';
import { importFormats, importOnTable, modelIdOf, type ImportFormat } from '@leadlight/workflows';
import { Option } from 'commander';
import { systemClock } from '../compose.ts';
import { readLeadTable, type LeadTableOptions } from '../table/train-csv.ts';
import { CliError, optionsError, readFailure } from '../errors.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { requireOutputs, writeFileAtomically } from '../output/output-file.ts';
import { createCommand, parseFraction, parseList, wholeNumberParser, type CommonOptions } from './options.ts';
import { addCsvOptions } from './train-options.ts';

interface ImportOptions extends CommonOptions, LeadTableOptions {
  readonly csv?: string;
  readonly format: ImportFormat;
  readonly columns?: string[];
  readonly threshold: number;
  readonly out: string;
}

export const modelsImportCommand = () =>
  addCsvOptions(
    createCommand('import', 'Import a forest that another program trained, to score and explain rows of a CSV.', [
      'leadlight models import forest.json --format scikit-learn --csv leads.csv --label Converted --out leads.model',
    ]),
  )
    .argument('<file>', 'the forest as JSON; docs/model-format/v1.md says how to export it')
    .addOption(new Option('--format <program>', 'program that trained it').choices(importFormats).makeOptionMandatory())
    .option(
      '--columns <names>',
      'ml-random-forest: its columns in the order of training, separated by commas',
      parseList,
    )
    .option('--horizon <days>', 'with --converted-at: converted within this number of days', wholeNumberParser(1, 3650))
    .option('--threshold <probability>', 'probability from which a lead counts as qualified', parseFraction, 0.5)
    .requiredOption('--out <file>', 'model file to write')
    .action(async (file: string, options: ImportOptions) => {
      const { csv, columns, format, out } = options;
      if (csv === undefined) {
        throw optionsError(
          '--csv FILE is missing: leads with a known outcome calibrate the forest.',
          'Name leads that the forest was not trained on.',
        );
      }
      if (columns !== undefined && format !== 'ml-random-forest') {
        throw optionsError(`--columns goes with --format ml-random-forest; ${format} names its own.`, 'Leave it out.');
      }
      requireOutputs({ '--out': out }, { FILE: file, '--csv': csv });
      const leads = await readLeadTable(csv, options);
      const imported = importOnTable(format, readJson(file), leads, options, systemClock.now());
      writeFileAtomically(out, imported.file);
      const { model, metrics, rows, converted } = imported;
      const features = model.features.length;
      const document = { id: modelIdOf(imported.file), learner: model.learner, features, rows, converted, metrics };
      writeOutput(options, document, [
        `${out}: ${model.learner} over ${features} columns, calibrated on ${formatCount(rows)} leads, ` +
          `${formatCount(converted)} of which converted (AUC ${metrics.auc.toFixed(3)} on them).`,
        'If the forest was trained on any of these leads, this AUC is too good: calibrate it on others.',
      ]);
    });

/** @throws CliError `json_invalid` */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CliError('json_invalid', { file, why: readFailure(error) });
  }
}
