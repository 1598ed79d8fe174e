import { Option } from 'commander';
import type { LearnerId } from '@leadlight/learners';
import { trainOnOrg, type OrgTrainSettings } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { trainCsv } from '../csv/train-csv.ts';
import { CliError } from '../errors.ts';
import { holdoutLines } from '../terminal/holdout-lines.ts';
import { say } from '../terminal/say.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { DEFAULT_TRAIN_SETTINGS } from '../train-settings.ts';
import { command, fraction, list, wholeNumber, type CommonOptions } from './options.ts';

export interface TrainOptions extends CommonOptions {
  readonly learner: LearnerId;
  readonly seed: number;
  readonly threshold: number;
  readonly exclude?: string[];
  readonly org?: string;
  readonly include?: string[];
  readonly horizon?: number;
  readonly csv?: string;
  readonly label?: string;
  readonly positive?: string;
  readonly id?: string;
  readonly created?: string;
  readonly missing?: string[];
  readonly out?: string;
}

const CSV_ONLY = ['label', 'positive', 'id', 'created', 'missing', 'out'] as const;
const ORG_ONLY = ['org', 'include', 'horizon'] as const;

export const trainCommand = () =>
  command('train', 'Learn from an org’s synced history, or from a CSV of leads whose outcome is known.', [
    'leadlight train',
    'leadlight train --csv leads.csv --label Converted --id "Lead ID" --missing Select --out leads.model',
  ])
    .addOption(new Option('--learner <name>', 'who learns').choices(['forest', 'ml-random-forest']).default('forest'))
    .option('--seed <number>', 'same leads, settings and seed give the same model', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threshold <probability>', 'from which probability a lead counts as qualified', fraction, 0.5)
    .option('--exclude <names>', 'fields or columns, by comma, that the model must not see', list)
    .option('--org <id>', 'which org; the only one where there is one')
    .option('--include <fields>', 'org: fields taken although their past is unknown', list)
    .option(
      '--horizon <days>',
      'org: converted within so many days; default is the org’s 90th percentile',
      wholeNumber(1, 3650),
    )
    .option('--csv <file>', 'learn from this file; comma, semicolon or tab, UTF-8')
    .option('--label <column>', 'CSV: the column that says whether the lead converted')
    .option('--positive <value>', 'CSV: which of its two values means converted, where that is not plain')
    .option('--id <column>', 'CSV: the column that names the lead; never learned from')
    .option('--created <column>', 'CSV: when the lead was created (ISO); then the newest fifth is the test')
    .option('--missing <texts>', 'CSV: further texts, by comma, that mean "not known"', list)
    .option('--out <file>', 'CSV: where to write the model')
    .action(train);

async function train(options: TrainOptions): Promise<void> {
  const given = (names: readonly (keyof TrainOptions)[]) => names.filter((name) => options[name] !== undefined);
  if (options.csv !== undefined) {
    refuse(given(ORG_ONLY), 'goes with an org, not with --csv');
    if (!options.label || !options.out) {
      throw new CliError(
        'options',
        'With --csv, --label COLUMN says what to learn and --out FILE where to write the model.',
      );
    }
    return trainCsv({ ...options, csv: options.csv, label: options.label, out: options.out });
  }
  refuse(given(CSV_ONLY), 'goes with --csv FILE');
  return trainOrg(options);
}

function refuse(names: readonly string[], why: string): void {
  if (names.length > 0) throw new CliError('options', `--${names[0]} ${why}.`);
}

async function trainOrg(options: TrainOptions): Promise<void> {
  const { learner, seed, threshold, include, exclude, horizon } = options;
  const settings: OrgTrainSettings = {
    ...DEFAULT_TRAIN_SETTINGS,
    ...{ learner, seed, threshold, include, exclude, horizonDays: horizon },
  };
  await withStorage(options.folder, async (storage) => {
    const orgId = await chooseOrg(storage, options.org);
    const ports = { ...storage, clock: systemClock };
    const training = await withProgress((progress) => trainOnOrg(ports, orgId, settings, progress));
    const { entry, holdout, leads, snapshots, converted, horizonDays, leftOut } = training;
    say(options, { orgId, ...training }, [
      `Model v${entry.version} (${entry.id}, ${entry.learner}) is active. It learned from ${snapshots.toLocaleString('en')} looks at`,
      `${leads.toLocaleString('en')} leads, ${converted.toLocaleString('en')} of which converted within ${horizonDays} days.`,
      ...holdoutLines(holdout),
      `${leftOut.length} fields are left out; --json says why for each.`,
    ]);
  });
}
