import type { Unranked } from '@leadlight/contract';
import { scoreOpenLeads, unlessInProgress, writeBack } from '@leadlight/workflows';
import type { Storage } from '@leadlight/storage';
import { chooseOrg, systemClock, withCrm, withStorage, type Crm } from '../compose.ts';
import { addTableOptions } from '../table/table-options.ts';
import { scoreCsv, type ScoreCsvOptions } from '../table/score-csv.ts';
import { optionsError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { scorePropensity } from './score-propensity.ts';
import { isOtherPropensity } from './train-propensity.ts';
import { heldLines } from './loss-lines.ts';
import { writtenLines } from './written-lines.ts';
import { bulkFromOption, createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

interface ScoreOptions extends OrgOptions, ScoreCsvOptions {
  readonly write: boolean;
  readonly bulkFrom: number;
  readonly csv?: string;
  readonly propensity?: string;
}

export const scoreCommand = () =>
  addTableOptions(
    createCommand('score', 'Score the open leads of an org and write the scores back, or score the leads of a CSV.', [
      'leadlight score',
      'leadlight score --propensity account-churns',
      'leadlight score --model leads.model --csv new-leads.csv --out scored.csv --explain 3',
    ]),
  )
    .option(...ORG_OPTION)
    .option('--propensity <id>', 'score the records of this propensity instead of leads')
    .option('--no-write', 'score and log, but write nothing to the org')
    .addOption(bulkFromOption())
    .option('--model <file>', 'with --csv: the model file that "train --csv" wrote')
    .option('--csv <file>', 'leads to score, with the columns that the model was trained on')
    .option('--out <file>', "with --csv: file for the input's columns plus probability, score and band")
    .option(
      '--explain <number>',
      'with --csv: number of reasons per lead, each in a pair of columns',
      wholeNumberParser(0, 50),
      0,
    )
    .option(
      '--keep-formulas',
      'with --csv: write cells that begin like a formula (=, +, -, @, tab) without an apostrophe',
    )
    .action(async (options: ScoreOptions) => {
      if (options.csv) {
        if (options.propensity !== undefined) {
          throw optionsError('--propensity goes with an org, not with --csv.', 'Leave it out.');
        }
        if (options.org !== undefined || !options.write) {
          throw optionsError('--org and --no-write go with an org, not with --csv.', 'Leave them out.');
        }
        return scoreCsv(options, options.csv);
      }
      if (options.model || options.out || options.explain > 0 || options.keepFormulas) {
        throw optionsError(
          '--model, --out, --explain and --keep-formulas go with --csv FILE.',
          'Add --csv, or leave them out.',
        );
      }
      return isOtherPropensity(options.propensity) ? scorePropensity(options, options.propensity) : scoreOrg(options);
    });

async function scoreOrg(options: ScoreOptions): Promise<void> {
  const { folder, org, write, bulkFrom } = options;
  await withStorage(folder, (storage) =>
    write
      ? withCrm(storage, folder, { org, bulkFrom }, (crm) => scoreStored(options, storage, crm))
      : scoreStored(options, storage),
  );
}

async function scoreStored(options: ScoreOptions, storage: Storage, crm?: Crm): Promise<void> {
  const ports = { ...storage, clock: systemClock };
  const orgId = crm ? await crm.source.orgId() : await chooseOrg(storage, options.org);
  const {
    scored,
    queued,
    unranked,
    held,
    losses = [],
  } = await withProgress((progress) => scoreOpenLeads(ports, orgId, progress));
  const counts = { orgId, scored, queued, unranked, held, losses };
  const lines = [
    `${formatCount(scored)} open leads are scored; ${formatCount(queued)} scores changed.`,
    ...unrankedLines(unranked),
    ...heldLines(held, losses),
  ];
  if (!crm) return writeOutput(options, counts, lines);
  const { writer } = crm;
  const result = await unlessInProgress(() =>
    withProgress((progress) => writeBack({ ...ports, writer }, orgId, progress)),
  );
  if (!result) {
    lines.push('Another process is writing to the org and writes these scores, too.');
    return writeOutput(options, { ...counts, written: 0 }, lines);
  }
  lines.push(...writtenLines(result));
  writeOutput(options, { ...counts, ...result }, lines);
}

const UNRANKED_TEXTS: Readonly<Record<Unranked['code'], string>> = {
  throw_away_email: 'with a disposable e-mail address',
  test_email: 'with a test e-mail address',
  made_up_name: 'with a made-up name',
  gibberish_name: 'with a name of random keys',
  no_contact: 'without contact details',
  closed_status: 'in a closed status',
  past_horizon: 'older than the horizon of the model',
};

function unrankedLines(unranked: Readonly<Record<string, number>>): string[] {
  const all = Object.values(unranked).reduce((sum, count) => sum + count, 0);
  if (all === 0) return [];
  const parts = Object.entries(unranked)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${formatCount(count)} ${UNRANKED_TEXTS[code as Unranked['code']]}`);
  return [`${formatCount(all)} of them are left out of lists by score: ${parts.join(', ')}.`];
}
