import {
  decideOnShadows,
  startChallenger,
  stopChallenger,
  type ShadowEnd,
  type ShadowState,
} from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatMinute, formatSigned, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const challengerCommand = () =>
  new Command('challenger')
    .description('Compare another model with the active one on every new lead, without showing its scores to anyone.')
    .addHelpText('after', '\nExample:\n  leadlight challenger start 9f2c41d07be35a68')
    .addCommand(start())
    .addCommand(status())
    .addCommand(decide())
    .addCommand(stop());

const start = () =>
  createCommand('start', 'Let a stored model score every lead in shadow mode; it is promoted if it proves better.', [
    'leadlight challenger start',
    'leadlight challenger start 9f2c41d07be35a68',
  ])
    .argument('[id]', 'id of the model, as "models list" shows it; by default the newest one that is not active')
    .option(...ORG_OPTION)
    .action(async (id: string | undefined, options: OrgOptions) => {
      const entry = await withOrg(options, (ports, orgId) => startChallenger(ports, orgId, id, 'cli'));
      writeOutput(options, { id: entry.id, version: entry.version }, [
        `Model v${entry.version} (${entry.id}) scores every lead from now on, next to the active one. Nobody sees its scores.`,
        'The worker compares the two every day; "leadlight challenger status" shows what is known.',
      ]);
    });

const status = () =>
  createCommand(
    'status',
    'Show what is known about the models that are compared with the active one. Changes nothing.',
    ['leadlight challenger status'],
  )
    .option(...ORG_OPTION)
    .action((options: OrgOptions) => runDecision(options, false));

const decide = () =>
  createCommand(
    'decide',
    'Promote a challenger that has proved better, and roll back to a former model that has. The worker does it every day.',
    ['leadlight challenger decide'],
  )
    .option(...ORG_OPTION)
    .action((options: OrgOptions) => runDecision(options, true));

const stop = () =>
  createCommand('stop', 'End the comparison with the challenger; the active model stays.', [
    'leadlight challenger stop',
  ])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const { modelId } = await withOrg(options, (ports, orgId) => stopChallenger(ports, orgId, 'cli'));
      writeOutput(options, { id: modelId }, [`Model ${modelId} is no longer compared with the active one.`]);
    });

async function runDecision(options: OrgOptions, decides: boolean): Promise<void> {
  const states = await withOrg(options, (ports, orgId) =>
    withProgress((progress) => decideOnShadows(ports, orgId, progress, decides)),
  );
  const ended = states.filter((state) => state.ended);
  const summary = ended.map((state) => endLine(state, state.ended!)).join(' ');
  writeOutput(
    options,
    { models: states, ...(summary !== '' && { summary }) },
    states.length === 0 ? ['No model is being compared with the active one.'] : states.flatMap(stateLines),
  );
}

const ends: Readonly<Record<ShadowEnd, string>> = {
  promoted: 'has proved better and is active now',
  restored: 'has proved better than the one that replaced it and is active again',
  worse: 'is not better; the comparison has ended',
  expired: 'has not proved better within the time limit; the comparison has ended',
  stopped: 'is no longer compared',
  replaced: 'is no longer compared, because another model was made active',
};

const endLine = ({ version }: ShadowState, ended: ShadowEnd): string => `Model v${version} ${ends[ended]}.`;

function stateLines(state: ShadowState): string[] {
  const { shadow, version, activeVersion, evidence, threshold, ended, heldBack } = state;
  const role = shadow.role === 'challenger' ? 'challenger' : 'former model';
  return [
    `Model v${version} (${shadow.modelId}), ${role} of v${activeVersion} since ${formatMinute(shadow.startedAt)} (UTC):`,
    ...(ended ? [`  ${endLine(state, ended)}`] : []),
    ...(shadow.failure === null ? [] : [`  It could not score at the last attempt: ${shadow.failure}`]),
    ...(evidence
      ? [
          `  ${evidence.leads} new leads scored by both, ${evidence.converted} of them have reached the goal, ${evidence.settled} are settled.`,
          `  Log loss per lead so far ${formatSigned(evidence.difference, 5)} against the active model.`,
          `  Evidence that it is better: ${shown(evidence.challenger)} of ${threshold} needed; that it is worse: ${shown(evidence.incumbent)}.`,
        ]
      : ended
        ? []
        : ['  Too few conversions were known at its start to compare leads that are still open.']),
    ...(heldBack ? ['  It is not made active while a field that it reads is lost. See "leadlight fields".'] : []),
  ];
}

const shown = (evidence: number): string => (evidence >= 1_000 ? 'over 1,000' : evidence.toFixed(1));
