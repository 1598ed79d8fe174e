import { reportHtml, reportJson } from '@leadlight/report';
import { LEAD_CONVERTS, trainPropensity, type PropensityTraining } from '@leadlight/workflows';
import { withOrg } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { writeFileAtomically } from '../output/output-file.ts';
import { reportDocument } from '../table/train-csv.ts';
import { reportLines } from '../terminal/model-report-lines.ts';
import { printOut } from '../terminal/print.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount, formatPercent } from '../terminal/write-output.ts';
import { publicationLines } from './publication-lines.ts';
import type { SourceOptions } from './source-options.ts';

/** Options of `train` that a propensity observes; its definition has the rest. */
const OBSERVED = [
  'propensity',
  'folder',
  'org',
  'json',
  'learner',
  'seed',
  'quick',
  'backtest',
  'report',
  'publish',
  'hold',
];

/** Whether a propensity other than that of leads is named. */
export const isOtherPropensity = (propensity: string | undefined): propensity is string =>
  propensity !== undefined && propensity !== LEAD_CONVERTS;

/** @throws CliError `options` for an option that would have no effect */
export async function trainOnPropensity(options: SourceOptions, propensity: string): Promise<void> {
  const other = Object.entries(options).find(([name, value]) => value !== undefined && !OBSERVED.includes(name));
  if (other) {
    const flag = other[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw optionsError(
      `--${flag} has no effect on a propensity.`,
      'Its definition has such settings: "leadlight propensities change" changes it.',
    );
  }
  const { learner, seed, quick, backtest, publish, hold } = options;
  const request = { learner, seed, quick, backtest, publish, hold };
  const training = await withOrg(options, (ports, orgId) =>
    withProgress((progress) => trainPropensity(ports, orgId, propensity, request, progress)),
  );
  if (options.report) writeFileAtomically(options.report, await reportHtml(training.report));
  if (options.json) {
    const { report, entry, comparison, ...more } = training;
    const { report: _stored, ...model } = entry;
    // `comparison` is a sentence of the report.
    const modelComparison = comparison && { modelComparison: comparison };
    printOut(`${reportJson({ ...more, entry: model, ...modelComparison, ...reportDocument(report) })}\n`);
    return;
  }
  printOut(`${linesOf(training, options.report).join('\n')}\n`);
}

const heldLines = ({ version, id, learner }: PropensityTraining['entry']): readonly string[] => [
  `Model v${version} (${id}, ${learner}) is stored and scores nothing yet.`,
  'Activate it on the administrator’s page when you have read its report, or train again without --hold.',
];

function linesOf(training: PropensityTraining, reportFile: string | undefined): readonly string[] {
  const { definition, entry, published, stops, counts, reportingDelayDays, censoredShare, report, leftOut } = training;
  const isHeld = !published && stops.length === 0;
  return [
    ...(isHeld
      ? heldLines(entry)
      : publicationLines(entry, published, stops, { activation: 'activate it on the administrator’s page' })),
    `${definition.label}: trained on ${formatCount(counts.snapshots)} snapshots of ${formatCount(counts.subjects)} records;`,
    `${formatCount(counts.positive)} snapshots were followed by the predicted outcome within ${definition.horizonDays} days.`,
    `${formatCount(counts.undecided)} snapshots are left out because their outcome is not known yet (${definition.horizonDays} days of horizon and ${reportingDelayDays} of reporting delay),`,
    `${formatCount(counts.censored)} (${formatPercent(censoredShare)}) because the record was deleted or merged first.`,
    ...reportLines(report),
    `${formatCount(leftOut.length)} fields are not used; --json or --report says why for each.`,
    ...(reportFile ? [`Report: ${reportFile}`] : []),
  ];
}
