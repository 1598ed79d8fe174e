import { cellsOf, headerOf, type TextTable } from '@leadlight/lead-table';
import {
  UPLIFT_LEARNERS,
  upliftOfExperiment,
  upliftOfTable,
  type ArmRate,
  type TableUplift,
  type UpliftAssessment,
} from '@leadlight/workflows';
import type { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { neutralizeFormulas } from '../output/formula-cells.ts';
import { requireOutputs } from '../output/output-file.ts';
import { addTableOptions, TABLE_OPTION_NAMES } from '../table/table-options.ts';
import { readLeads, type LeadTableOptions } from '../table/train-csv.ts';
import { writeCsv } from '../table/write-csv.ts';
import { printError } from '../terminal/print.ts';
import { withProgress } from '../terminal/progress.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, formatPercent, formatSigned, writeOutput } from '../terminal/write-output.ts';
import { systemClock } from '../with-storage.ts';
import { createCommand, ORG_OPTION, parseList, parseRepeated, wholeNumberParser, type OrgOptions } from './options.ts';
import { rejectMisplaced } from './source-options.ts';

interface UpliftOptions extends OrgOptions, LeadTableOptions {
  readonly csv?: string;
  readonly treatment?: string;
  readonly control?: string;
  readonly out?: string;
  readonly seed: number;
}

export const upliftCommand = (): Command =>
  addTableOptions(
    createCommand(
      'uplift',
      'Find out whether ranking by uplift, which is how much a treatment raises the probability, gains more than ranking by probability: on a finished experiment of an org, or on a CSV of records of which chance has treated some.',
      [
        'leadlight experiment uplift',
        'leadlight experiment uplift --csv customers.csv --label visit --treatment segment --control "No E-Mail" --exclude conversion,spend',
      ],
    ),
  )
    .option('--csv <file>', 'records with their outcome and treatment: text with delimiters, or a workbook')
    .option('--label <column>', 'CSV: column that says whether the goal was reached')
    .option('--positive <value>', 'CSV: value of --label that means reached; may be repeated', parseRepeated)
    .option('--negative <value>', 'CSV: value of --label that means not reached; may be repeated', parseRepeated)
    .option('--treatment <column>', 'CSV: column that says who was treated')
    .option('--control <value>', 'CSV: its value in records that were not treated')
    .option('--id <column>', 'CSV: column with the id of the record, which is not a feature')
    .option(
      '--exclude <columns>',
      'CSV: columns not to use, separated by commas: all that were filled in after the treatment',
      parseList,
    )
    .option(
      '--out <file>',
      'where uplift is offered: file to write, the records or open leads with the highest uplift first',
    )
    .option('--seed <number>', 'seed of the random division into folds', wholeNumberParser(0), 1)
    .option(...ORG_OPTION)
    .action((options: UpliftOptions) => {
      rejectMisplaced(options, CSV_ONLY, ['org']);
      return options.csv === undefined ? ofOrg(options) : ofCsv(options, options.csv);
    });

const CSV_ONLY = [
  ...(['label', 'positive', 'negative', 'treatment', 'control', 'id', 'exclude'] as const),
  ...TABLE_OPTION_NAMES,
];

async function ofOrg(options: UpliftOptions): Promise<void> {
  const { out, seed } = options;
  requireOutputs({ '--out': out }, {});
  const found = await withOrg(options, (ports, orgId) =>
    withProgress((progress) => upliftOfExperiment(ports, orgId, seed, progress)),
  );
  const { experiment, settled, erased, openLeads, offered } = found;
  const isWritten = out !== undefined && offered !== null;
  if (isWritten) {
    writeCsv(out, [['lead_id', 'uplift'], ...openLeads.map(({ leadId, uplift }) => [leadId, uplift.toFixed(6)])], ',');
  }
  const document = { experiment: experiment.id, settled, erased, ...documentOf(found), ...(isWritten && { out }) };
  writeOutput(options, document, [
    ...linesOf(found),
    `From ${formatCount(settled)} settled leads of ${experiment.id}; treated means that the score was shown.${erased > 0 ? ` ${formatCount(erased)} leads were erased since and are left out.` : ''}`,
    ...outLines(found, out, `${formatCount(openLeads.length)} open leads`),
  ]);
}

async function ofCsv(options: UpliftOptions, csv: string): Promise<void> {
  const { treatment: column, control, out, seed } = options;
  if (column === undefined || control === undefined) {
    throw optionsError('--csv does not say who was treated.', 'Add --treatment COLUMN and --control VALUE.');
  }
  requireOutputs({ '--out': out }, { '--csv': csv });
  const { leads, file } = await readLeads(csv, options);
  for (const note of file.notes) printError(`note: ${note}\n`);
  const found = await withProgress(async (progress) =>
    upliftOfTable(leads, { column, control }, seed, systemClock.now(), progress),
  );
  const { offered, rows, withoutTreatment, leaking, features } = found;
  const isWritten = out !== undefined && offered !== null;
  if (isWritten) writeRanked(out, leads.table, found, file.delimiter);
  const counts = { rows: rows.length, withoutTreatment, leaking, features };
  writeOutput(options, { ...counts, ...documentOf(found), ...(isWritten && { out }) }, [
    ...linesOf(found),
    `Learned from ${features.join(', ')}.`,
    ...(leaking.length > 0 ? [`Left out, because they reveal the outcome: ${leaking.join(', ')}.`] : []),
    ...(withoutTreatment > 0
      ? [`${formatCount(withoutTreatment)} rows without a value of ${column} are left out.`]
      : []),
    'Every column that was filled in after the treatment must be left out with --exclude: it cannot be found out here.',
    ...outLines(found, out, `${formatCount(rows.length)} rows`),
  ]);
}

function writeRanked(out: string, table: TextTable, { rows, uplifts }: TableUplift, delimiter: string): void {
  const header = headerOf(table);
  if (header.includes('uplift')) throw optionsError('The file already has a column "uplift".', 'Rename it.');
  const order = [...rows.keys()].sort((a, b) => uplifts[b]! - uplifts[a]! || a - b);
  const ranked = order.map((place) => [...cellsOf(table, rows[place]!), uplifts[place]!.toFixed(6)]);
  const { rows: safe, neutralized } = neutralizeFormulas([[...header, 'uplift'], ...ranked]);
  writeCsv(out, safe, delimiter);
  if (neutralized > 0) {
    printError(`note: ${formatCount(neutralized)} cells began like a formula and got an apostrophe in front.\n`);
  }
}

const NAMES = { t_learner: 'T-learner', x_learner: 'X-learner' } as const;

const documentOf = ({ treated, untreated, comparisons, offered }: UpliftAssessment) => ({
  ...{ treated, untreated, offered, comparisons },
  summary: summaryOf(offered),
});

const summaryOf = (offered: UpliftAssessment['offered']): string =>
  offered
    ? `Ranking by uplift gains more than ranking by probability (${NAMES[offered]}).`
    : 'Uplift does not help here: no ranking by uplift gains more than ranking by probability beyond chance. Keep ranking by probability.';

function linesOf({ treated, untreated, comparisons, offered }: UpliftAssessment): readonly string[] {
  const rate = ({ rows, reached }: ArmRate) => `${formatPercent(reached / rows)} of ${formatCount(rows)}`;
  return [
    summaryOf(offered),
    drawTable([
      ['treated records that reached the goal', rate(treated)],
      ['other records that reached the goal', rate(untreated)],
      ['Qini coefficient of ranking by probability', formatSigned(comparisons.t_learner.probabilityQini, 4)],
      ...UPLIFT_LEARNERS.map((learner) => {
        const { difference, interval } = comparisons[learner];
        const [low, high] = [interval.low, interval.high].map((value) => formatSigned(value, 4));
        return [
          `difference when ranking by uplift (${NAMES[learner]})`,
          `${formatSigned(difference, 4)} (${low} to ${high})`,
        ];
      }),
    ]),
    'Every record is predicted by models that have not learned from it. Ranges: 90 % over both learners together.',
  ];
}

const outLines = ({ offered }: UpliftAssessment, out: string | undefined, what: string): readonly string[] => {
  if (out === undefined) return [];
  return [
    offered ? `${out}: ${what}, the highest uplift first.` : `${out} is not written, because uplift is not offered.`,
  ];
};
