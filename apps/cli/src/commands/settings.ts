import { englishText } from '@leadlight/common';
import type { ScoringSettingsState } from '@leadlight/contract';
import { defaultPointsTable } from '@leadlight/learners';
import { changeScoringSettings, readScoringSettings, undoScoringSettings } from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { drawTable } from '../terminal/table.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';
import { parseSettingChanges, settingKeys, settingRows } from './setting-keys.ts';
import { printOut } from '../terminal/print.ts';

interface ShowOptions extends OrgOptions {
  readonly fields?: boolean;
  readonly points?: boolean;
}

export const settingsCommand = () =>
  new Command('settings')
    .description('Settings of training and scoring of an org: show, change, undo.')
    .addHelpText('after', '\nExample:\n  leadlight settings set goal=won half-life=180')
    .addCommand(show())
    .addCommand(set())
    .addCommand(undo());

const show = () =>
  createCommand('show', 'Show the current settings.', [
    'leadlight settings show --fields',
    'leadlight settings show --points > table.json   # to edit, and to set with points=table.json',
  ])
    .option(...ORG_OPTION)
    .option('--fields', 'show for every field whether the model uses it, and why')
    .option('--points', 'write only the rules of the points table, as JSON')
    .action(async (options: ShowOptions) => {
      const state = await withOrg(options, readScoringSettings);
      if (!options.points) return writeSettings(options, state);
      const rules = state.settings.pointsTable ?? defaultPointsTable.rules;
      printOut(`${JSON.stringify(rules, null, 2)}\n`);
    });

const set = () =>
  createCommand('set', 'Change settings for the next training. KEY=default restores the default.', [
    'leadlight settings set goal=won horizon=90',
    'leadlight settings set exclude=Region__c,Budget__c monotonic-constraints=NumberOfEmployees:up',
    'leadlight settings set points=table.json learner=default',
  ])
    .option(...ORG_OPTION)
    .argument('<key=value...>', 'settings to change')
    .addHelpText(
      'after',
      `\nKeys:\n${Object.entries(settingKeys)
        .map(([key, { help }]) => `  ${key.padEnd(24)} ${help}`)
        .join('\n')}`,
    )
    .action(async (pairs: string[], options: OrgOptions) => {
      const change = parseSettingChanges(pairs);
      writeSettings(
        options,
        await withOrg(options, (ports, orgId) => changeScoringSettings(ports, orgId, { change }, 'cli')),
      );
    });

const undo = () =>
  createCommand('undo', 'Undo the last change; repeat it to go back to the defaults.', ['leadlight settings undo'])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) =>
      writeSettings(options, await withOrg(options, (ports, orgId) => undoScoringSettings(ports, orgId, 'cli'))),
    );

function writeSettings(options: ShowOptions, state: ScoringSettingsState): void {
  const { settings, revision, changedAt, changedBy, canUndo, fields } = state;
  const revisionLine =
    changedAt === null
      ? 'Nothing was changed: these are the defaults.'
      : `Revision ${revision}, by ${changedBy} at ${changedAt.slice(0, 16).replace('T', ' ')} UTC. ${canUndo ? '"leadlight settings undo" undoes it.' : 'These are the defaults again.'}`;
  const fieldRows = fields.map(({ field, use, reasons }) => [field, use, englishText(reasons)]);
  writeOutput(options, state, [
    revisionLine,
    drawTable(settingRows(settings)),
    ...(options.fields ? [drawTable(fieldRows, ['field', '', 'why'])] : []),
  ]);
}
