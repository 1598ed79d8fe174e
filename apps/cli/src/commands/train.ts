import { reportHtml, reportJson } from '@leadlight/report';
import { trainOnOrg } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { reportDocument, trainCsv } from '../csv/train-csv.ts';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { notAllowedLines, reportLines } from '../terminal/model-report-lines.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { createCommand, parseList, ORG_OPTION } from './options.ts';
import { rejectMisplacedOptions, type SourceOptions } from './source-options.ts';
import { toAssessSettings, toTrainingRequest, addEvaluationOptions, addCsvOptions } from './train-options.ts';

export const trainCommand = () =>
  addCsvOptions(
    addEvaluationOptions(
      createCommand('train', 'Learn from an org’s synced history, or from a CSV of leads whose outcome is known.', [
        'leadlight train',
        'leadlight train --csv leads.csv --label Converted --id "Lead ID" --out leads.model --report report.html',
      ]),
    ),
  )
    .option('--out <file>', 'CSV: where to write the model')
    .option(...ORG_OPTION)
    .option('--include <fields>', 'org: fields taken although their past is unknown, and lookups to users', parseList)
    .action(train);

async function train(options: SourceOptions): Promise<void> {
  rejectMisplacedOptions(options);
  const { csv, out } = options;
  if (csv === undefined) return trainOrg(options);
  if (!out) throw new CliError('options', 'With --csv, --out FILE says where to write the model.');
  return trainCsv(csv, out, options, toAssessSettings(options));
}

async function trainOrg(options: SourceOptions): Promise<void> {
  const request = toTrainingRequest(options);
  await withStorage(options.folder, async (storage) => {
    const orgId = await chooseOrg(storage, options.org);
    const ports = { ...storage, clock: systemClock };
    const training = await withProgress((progress) => trainOnOrg(ports, orgId, request, progress));
    const { entry, report, leads, snapshots, converted, horizonDays, leftOut, instead } = training;
    if (options.report) writeFileAtomically(options.report, await reportHtml(report));
    if (options.json) {
      const { report: _kept, ...model } = entry;
      const document = {
        orgId,
        entry: model,
        leads,
        snapshots,
        converted,
        leftOut,
        instead,
        ...reportDocument(report),
      };
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
