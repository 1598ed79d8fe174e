import { reportHtml, reportJson } from '@leadlight/report';
import { trainOnOrg } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { documentOf, trainCsv } from '../csv/train-csv.ts';
import { CliError } from '../errors.ts';
import { writeWhole } from '../files/write-whole.ts';
import { notAllowedLines, reportLines } from '../terminal/report-lines.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { command, list, ORG_OPTION } from './options.ts';
import { refuseStrayOptions, type SourceOptions } from './source-options.ts';
import { assessSettings, trainingRequest, withAssessOptions, withTableOptions } from './train-options.ts';

export const trainCommand = () =>
  withTableOptions(
    withAssessOptions(
      command('train', 'Learn from an org’s synced history, or from a CSV of leads whose outcome is known.', [
        'leadlight train',
        'leadlight train --csv leads.csv --label Converted --id "Lead ID" --out leads.model --report report.html',
      ]),
    ),
  )
    .option('--out <file>', 'CSV: where to write the model')
    .option(...ORG_OPTION)
    .option('--include <fields>', 'org: fields taken although their past is unknown, and lookups to users', list)
    .action(train);

async function train(options: SourceOptions): Promise<void> {
  refuseStrayOptions(options);
  const { csv, out } = options;
  if (csv === undefined) return trainOrg(options);
  if (!out) throw new CliError('options', 'With --csv, --out FILE says where to write the model.');
  return trainCsv(csv, out, options, assessSettings(options));
}

async function trainOrg(options: SourceOptions): Promise<void> {
  const request = trainingRequest(options);
  await withStorage(options.folder, async (storage) => {
    const orgId = await chooseOrg(storage, options.org);
    const ports = { ...storage, clock: systemClock };
    const training = await withProgress((progress) => trainOnOrg(ports, orgId, request, progress));
    const { entry, report, leads, snapshots, converted, horizonDays, leftOut, instead } = training;
    if (options.report) writeWhole(options.report, await reportHtml(report));
    if (options.json) {
      const { report: _kept, ...model } = entry;
      const document = { orgId, entry: model, leads, snapshots, converted, leftOut, instead, ...documentOf(report) };
      process.stdout.write(`${reportJson(document)}\n`);
      return;
    }
    const lines = [
      ...(instead === undefined ? [] : [instead]),
      `Model v${entry.version} (${entry.id}, ${entry.learner}) is active. It learned from ${snapshots.toLocaleString('en')} looks at`,
      `${leads.toLocaleString('en')} leads; at ${converted.toLocaleString('en')} of them the lead converted within ${horizonDays} days.`,
      ...reportLines(report),
      ...notAllowedLines(report),
      `${leftOut.length} fields are left out; --json or --report says why for each.`,
      ...(options.report ? [`Report: ${options.report}`] : []),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}
