import { unlessInProgress, scoreOpenLeads, writeBack } from '@leadlight/workflows';
import { chooseOrg, connectCrm, systemClock, withStorage } from '../compose.ts';
import { scoreCsv } from '../csv/score-csv.ts';
import { CliError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { bulkFromOption, createCommand, ORG_OPTION, wholeNumberParser, type CommonOptions } from './options.ts';

export interface ScoreOptions extends CommonOptions {
  readonly org?: string;
  readonly write: boolean;
  readonly bulkFrom: number;
  readonly model?: string;
  readonly csv?: string;
  readonly out?: string;
  readonly explain: number;
}

export const scoreCommand = () =>
  createCommand('score', 'Score the open leads of an org and write the scores back; or score the leads of a CSV.', [
    'leadlight score',
    'leadlight score --model leads.model --csv new-leads.csv --out scored.csv --explain 3',
  ])
    .option(...ORG_OPTION)
    .option('--no-write', 'score and log, but write nothing to the org')
    .addOption(bulkFromOption())
    .option('--model <file>', 'with --csv: the model file that "train --csv" wrote')
    .option('--csv <file>', 'leads to score, with the columns that the model was trained on')
    .option('--out <file>', 'with --csv: the input’s columns plus probability, score and band')
    .option(
      '--explain <number>',
      'with --csv: how many reasons a lead gets, as pairs of columns',
      wholeNumberParser(0, 50),
      0,
    )
    .action(async (options: ScoreOptions) => {
      if (options.csv) return scoreCsv(options, options.csv);
      if (options.model || options.out || options.explain > 0) {
        throw new CliError('options', '--model, --out and --explain go with --csv FILE.');
      }
      return scoreOrg(options);
    });

async function scoreOrg(options: ScoreOptions): Promise<void> {
  await withStorage(options.folder, async (storage) => {
    const ports = { ...storage, clock: systemClock };
    const crm = options.write
      ? await connectCrm(options.folder, { org: options.org, bulkFrom: options.bulkFrom })
      : undefined;
    const orgId = crm ? await crm.source.orgId() : await chooseOrg(storage, options.org);
    const { scored, queued } = await withProgress((progress) => scoreOpenLeads(ports, orgId, progress));
    const lines = [
      `${scored.toLocaleString('en')} open leads are scored; ${queued.toLocaleString('en')} scores changed.`,
    ];
    if (!crm) return writeOutput(options, { orgId, scored, queued }, lines);
    const { writer } = crm;
    const result = await unlessInProgress(() =>
      withProgress((progress) => writeBack({ ...ports, writer }, orgId, progress)),
    );
    if (!result) {
      lines.push('Another process is writing to the org: it writes these, too.');
      return writeOutput(options, { orgId, scored, queued, written: 0 }, lines);
    }
    lines.push(`${result.written.toLocaleString('en')} leads are written.`);
    if (result.waiting)
      lines.push(`${result.waiting} are still waiting: the org was busy. The next run takes them up.`);
    lines.push(...result.leftBehind, ...result.remarks.map((remark) => `  not all was written: ${remark}`));
    const { apiUsage } = result;
    if (apiUsage) lines.push(`${apiUsage.used} of ${apiUsage.limit} API calls of the org's day are used.`);
    for (const { leadId, message } of result.failed.slice(0, 10)) lines.push(`  refused ${leadId}: ${message}`);
    if (result.failed.length > 10) lines.push(`  … and ${result.failed.length - 10} more`);
    writeOutput(options, { orgId, scored, queued, ...result }, lines);
  });
}
