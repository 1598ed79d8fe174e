import { readFileSync } from 'node:fs';
import { importFormats, importOnTable, modelIdOf, type ImportFormat } from '@leadlight/workflows';
import { Option } from 'commander';
import { readLeadTable } from '../csv/train-csv.ts';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, parseFraction, parseList, wholeNumberParser, type CommonOptions } from './options.ts';
import { addCsvOptions, type CsvOptions } from './train-options.ts';

interface ImportOptions extends CommonOptions, CsvOptions {
  readonly csv?: string;
  readonly format: ImportFormat;
  readonly columns?: string[];
  readonly threshold: number;
  readonly out: string;
}

export const modelsImportCommand = () =>
  addCsvOptions(
    createCommand('import', 'Take over a forest that another program grew: it scores and explains rows of a CSV.', [
      'leadlight models import forest.json --format scikit-learn --csv leads.csv --label Converted --out leads.model',
    ]),
  )
    .argument('<file>', 'the forest as JSON; docs/model-format/v1.md says how to write it')
    .addOption(new Option('--format <program>', 'which program grew it').choices(importFormats).makeOptionMandatory())
    .option(
      '--columns <names>',
      'ml-random-forest: its columns, by comma, in the order that it was trained on',
      parseList,
    )
    .option('--horizon <days>', 'goes with --converted-at: converted within so many days', wholeNumberParser(1, 3650))
    .option('--threshold <probability>', 'from which probability a lead counts as qualified', parseFraction, 0.5)
    .requiredOption('--out <file>', 'where to write the model')
    .action((file: string, options: ImportOptions) => {
      if (options.csv === undefined) {
        throw new CliError(
          'options',
          '--csv FILE names decided leads that the forest did not learn from: they calibrate it.',
        );
      }
      if (options.columns !== undefined && options.format !== 'ml-random-forest') {
        throw new CliError(
          'options',
          `--columns goes with --format ml-random-forest; ${options.format} names its own.`,
        );
      }
      const imported = importOnTable(
        options.format,
        readJson(file),
        readLeadTable(options.csv, options),
        options,
        Date.now(),
      );
      writeFileAtomically(options.out, imported.file);
      const { model, metrics, rows, converted } = imported;
      const features = model.features.length;
      writeOutput(
        options,
        { id: modelIdOf(imported.file), learner: model.learner, features, rows, converted, metrics },
        [
          `${options.out}: ${model.learner} over ${features} columns, calibrated on ${rows.toLocaleString('en')} leads, ` +
            `${converted.toLocaleString('en')} of which converted (AUC ${metrics.auc.toFixed(3)} on them).`,
          'If the forest learned from any of these leads, this is too good: calibrate it on others.',
        ],
      );
    });

/** @throws CliError `import_file` */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('import_file', `${file} is no JSON that can be read: ${why}`);
  }
}
