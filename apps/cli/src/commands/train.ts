import { goalWords, reportHtml, reportJson } from '@leadlight/report';
import { trainOnOrg } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { reportDocument, trainCsv } from '../table/train-csv.ts';
import { optionsError } from '../errors.ts';
import { isOtherPropensity, trainOnPropensity } from './train-propensity.ts';
import { notAllowedLines, reportLines } from '../terminal/model-report-lines.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount } from '../terminal/write-output.ts';
import { requireOutputs, writeFileAtomically } from '../output/output-file.ts';
import { createCommand, ORG_OPTION, parseList, wholeNumberParser } from './options.ts';
import { rejectMisplacedOptions, type SourceOptions } from './source-options.ts';
import {
  addCsvOptions,
  addEvaluationOptions,
  addPublishOption,
  toAssessSettings,
  toTrainingRequest,
} from './train-options.ts';
import { publicationLines } from './publication-lines.ts';
import { printOut } from '../terminal/print.ts';

export const trainCommand = () =>
  addPublishOption(
    addCsvOptions(
      addEvaluationOptions(
        createCommand(
          'train',
          'Train a model on the synced history of an org, or on a CSV of leads with a known outcome.',
          [
            'leadlight train',
            'leadlight train --propensity account-churns',
            'leadlight train --csv leads.csv --label Converted --id "Lead ID" --out leads.model --report report.html',
          ],
        ),
      ),
    ),
  )
    .option('--out <file>', 'CSV: model file to write')
    .option('--propensity <id>', 'org: train this propensity instead of the lead model')
    .option('--hold', 'propensity: if no model is active, do not make the new one active')
    .option(...ORG_OPTION)
    .option(
      '--include <fields>',
      'org: lookups to users, and fields to use although their past is unknown, separated by commas',
      parseList,
    )
    .option(
      '--max-snapshots <number>',
      'org: learn from a sample of at most this many snapshots; 2,000,000 by default',
      wholeNumberParser(1_000, 100_000_000),
    )
    .action(train);

async function train(options: SourceOptions): Promise<void> {
  rejectMisplacedOptions(options);
  const { csv, out, report } = options;
  requireOutputs({ '--out': out, '--report': report }, { '--csv': csv });
  if (options.hold && !isOtherPropensity(options.propensity)) {
    throw optionsError(
      '--hold goes with --propensity ID, for a propensity other than that of leads.',
      'Leave it out, or see --help of the command.',
    );
  }
  if (isOtherPropensity(options.propensity)) return trainOnPropensity(options, options.propensity);
  if (csv === undefined) return trainOrg(options);
  if (!out) throw optionsError('--csv needs a model file to write.', 'Add --out FILE.');
  return trainCsv(csv, out, options, toAssessSettings(options));
}

async function trainOrg(options: SourceOptions): Promise<void> {
  const request = toTrainingRequest(options);
  await withStorage(options.folder, async (storage) => {
    const orgId = await chooseOrg(storage, options.org);
    const ports = { ...storage, clock: systemClock };
    const training = await withProgress((progress) => trainOnOrg(ports, orgId, request, progress, options));
    const { entry, published, stops, comparison, report, leads, snapshots, converted, horizonDays, leftOut, sampled } =
      training;
    if (options.report) writeFileAtomically(options.report, await reportHtml(report));
    if (options.json) {
      const { report: _report, ...model } = entry;
      const document = {
        orgId,
        entry: model,
        stops,
        comparison,
        leads,
        snapshots,
        converted,
        leftOut,
        sampled,
        ...reportDocument(report),
      };
      printOut(`${reportJson(document)}\n`);
      return;
    }
    const lines = [
      ...(sampled === undefined ? [] : [sampled]),
      ...publicationLines(entry, published, stops, training),
      `It was trained on ${formatCount(snapshots)} snapshots of`,
      `${formatCount(leads)} leads; after ${formatCount(converted)} of them the lead ${goalWords(report).did} within ${horizonDays} days.`,
      ...reportLines(report),
      ...notAllowedLines(report),
      `${leftOut.length} fields are not used; --json or --report says why for each.`,
      ...(options.report ? [`Report: ${options.report}`] : []),
    ];
    printOut(`${lines.join('\n')}\n`);
  });
}
