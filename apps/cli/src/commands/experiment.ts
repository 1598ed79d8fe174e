import type { ExperimentReport, PlannedExperiment } from '@leadlight/contract';
import {
  experimentReportOf,
  experimentStatus,
  planExperiment,
  plannedExperimentOf,
  startExperiment,
  stopExperiment,
  type ExperimentQuestion,
} from '@leadlight/workflows';
import { Command, Option } from 'commander';
import { withOrg } from '../compose.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, formatMinute, formatPercent, formatSigned, writeOutput } from '../terminal/write-output.ts';
import { upliftCommand } from './experiment-uplift.ts';
import { createCommand, ORG_OPTION, parseFraction, parsePositiveNumber, type OrgOptions } from './options.ts';

export const experimentCommand = () =>
  new Command('experiment')
    .description('Find out whether acting on scores helps: hide them for a random share of new leads, and compare.')
    .addHelpText('after', '\nExample:\n  leadlight experiment plan --effect 0.2')
    .addCommand(plan())
    .addCommand(start())
    .addCommand(status())
    .addCommand(stop())
    .addCommand(upliftCommand());

interface QuestionOptions extends OrgOptions {
  readonly by?: 'lead' | 'rep';
  readonly hidden?: number;
  readonly exploration?: number;
  readonly baseRate?: number;
  readonly effect?: number;
  readonly power?: number;
}

const addQuestionOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--by <unit>',
        'assign each lead at random, or each rep and fortnight, where reps share their time among leads',
      )
        .choices(['lead', 'rep'])
        .default('lead'),
    )
    .option('--hidden <share>', 'share of the new leads whose score is hidden (0.5)', parseFraction)
    .option(
      '--exploration <share>',
      'share of the new leads whose score stays hidden after the experiment too (0.05)',
      parseFraction,
    )
    .option('--base-rate <share>', 'rate without the score; by default that of the settled leads', parseFraction)
    .option('--effect <share>', 'smallest effect worth finding; 0.2 is a fifth more (0.2)', parsePositiveNumber)
    .option('--power <probability>', 'how often such an effect is found (0.8)', parseFraction)
    .option(...ORG_OPTION);

const questionOf = ({ by, hidden, exploration, baseRate, effect, power }: QuestionOptions): ExperimentQuestion =>
  Object.fromEntries(
    Object.entries({
      design: by === 'rep' ? 'repFortnight' : 'lead',
      hiddenShare: hidden,
      explorationShare: exploration,
      baseRate,
      relativeEffect: effect,
      power,
    }).filter(([, value]) => value !== undefined),
  );

const plan = () =>
  addQuestionOptions(
    createCommand('plan', 'Show how many leads an experiment would need, and how long that takes. Changes nothing.', [
      'leadlight experiment plan',
      'leadlight experiment plan --base-rate 0.06 --effect 0.2',
    ]),
  ).action(async (options: QuestionOptions) => {
    const planned = await withOrg(options, (ports, orgId) => planExperiment(ports, orgId, questionOf(options)));
    const wire = plannedExperimentOf(planned);
    writeOutput(options, wire, planLines(wire));
  });

const start = () =>
  addQuestionOptions(
    createCommand(
      'start',
      'Hide the score of a random share of the leads that are created from a minute after the start.',
      ['leadlight experiment start', 'leadlight experiment start --by rep'],
    ),
  ).action(async (options: QuestionOptions) => {
    const report = await withOrg(options, async (ports, orgId) => {
      await startExperiment(ports, orgId, questionOf(options), 'cli');
      return experimentReportOf(await experimentStatus(ports, orgId));
    });
    writeOutput(options, report, [
      `Experiment ${report.experiment!.id} takes in leads that are created from ${formatMinute(Date.parse(report.experiment!.startedAt))} UTC on.`,
      ...reportLines(report),
    ]);
  });

const status = () =>
  createCommand(
    'status',
    'Show where the experiment stands. The first analysis of each day is stored; the worker makes one every day.',
    ['leadlight experiment status'],
  )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const report = experimentReportOf(await withOrg(options, experimentStatus));
      writeOutput(options, report, reportLines(report));
    });

const stop = () =>
  createCommand('stop', 'Show hidden scores again, except for the exploration share.', [
    'leadlight experiment stop',
    'leadlight experiment stop --all',
  ])
    .option('--all', 'end exploration too: no score stays hidden')
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions & { readonly all?: boolean }) => {
      const report = await withOrg(options, async (ports, orgId) => {
        await stopExperiment(ports, orgId, { endExploration: options.all === true }, 'cli');
        return experimentReportOf(await experimentStatus(ports, orgId));
      });
      writeOutput(options, report, [
        'Stopped. Hidden scores are written to the org with the next scoring ("leadlight score").',
        ...reportLines(report),
      ]);
    });

function planLines(planned: PlannedExperiment): readonly string[] {
  const { baseRate, baseRateMeasuredOn, relativeEffect, plannedLeads, hiddenShare, power, alpha, weeks } = planned;
  const measured = baseRateMeasuredOn === null ? 'given' : `of ${formatCount(baseRateMeasuredOn)} settled leads`;
  return [
    drawTable([
      ['rate without the score', `${formatPercent(baseRate)}, ${measured}`],
      [
        'smallest effect worth finding',
        `+${formatPercent(relativeEffect, 0)}: ${formatPercent(baseRate * (1 + relativeEffect))}`,
      ],
      ['leads needed, settled', formatCount(plannedLeads)],
      ['of them with a hidden score', formatCount(Math.round(plannedLeads * hiddenShare))],
      ['time', weeks === null ? 'not known: no leads come in' : `${formatCount(weeks)} weeks`],
    ]),
    `Such an effect is then found in ${formatPercent(power, 0)} of experiments; an effect that is not there in ${formatPercent(alpha, 0)} at most, however often you look at the result.`,
    ...(planned.design === 'repFortnight'
      ? [
          'Leads of one rep in one fortnight resemble each other: 1.5 times as many are planned. That factor is an assumption.',
        ]
      : []),
  ];
}

const VERDICTS: Readonly<Record<NonNullable<ExperimentReport['standing']>['verdict'], string>> = {
  notKnown: 'It is not yet known whether acting on the score helps.',
  helps: 'Acting on the score helps.',
  harms: 'Acting on the score harms.',
  notFound: 'No effect was found, although as many leads as planned are settled.',
};

const STATES = { running: 'running', exploring: 'stopped, exploration goes on', ended: 'ended' } as const;

function reportLines({ experiment, standing }: ExperimentReport): readonly string[] {
  if (!experiment || !standing)
    return ['There has been no experiment. "leadlight experiment plan" says what one needs.'];
  const { shown, hidden, exploration, settled, share, shownRate, hiddenRate, effect, effectOnViewed } = standing;
  const points = (share: number) => formatSigned(100 * share, 2);
  const range = (of: typeof effect) =>
    of === null ? 'not known' : `${points(of.difference)} (${points(of.low)} to ${points(of.high)})`;
  return [
    VERDICTS[standing.verdict],
    drawTable([
      ['experiment', `${experiment.id}, ${STATES[experiment.state]}, since ${experiment.startedAt.slice(0, 10)}`],
      ['leads: score shown · hidden · exploration', [shown, hidden, exploration].map(formatCount).join(' · ')],
      [
        'settled',
        `${formatCount(settled)} of ${formatCount(experiment.plannedLeads)} planned (${formatPercent(share, 0)}); horizon ${experiment.horizonDays} days`,
      ],
      ['rate with · without the score', `${formatPercent(shownRate)} · ${formatPercent(hiddenRate)}`],
      ['effect on all leads', range(effect)],
      ['effect on leads whose score was viewed', range(effectOnViewed)],
    ]),
    'Percentage points, with ranges that hold however often you look.',
  ];
}
