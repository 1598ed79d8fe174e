import { englishText } from '@leadlight/common';
import type { ScoringSettingsState } from '@leadlight/contract';
import { defaultPointsTable } from '@leadlight/learners';
import { changeScoringSettings, readScoringSettings, undoScoringSettings } from '@leadlight/workflows';
import { Command } from 'commander';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';
import { parseSettingChanges, settingKeys, settingRows } from './setting-keys.ts';

interface SettingsOptions extends CommonOptions {
  readonly org?: string;
  readonly fields?: boolean;
  readonly points?: boolean;
}

type Ports = Parameters<typeof changeScoringSettings>[0];

export const settingsCommand = () =>
  new Command('settings')
    .description('How an org’s leads are learned from: show it, change it, take a change back.')
    .addHelpText('after', '\nExample:\n  leadlight settings set goal=won half-life=180')
    .addCommand(show())
    .addCommand(set())
    .addCommand(undo());

const show = () =>
  addOrgOption(
    createCommand('show', 'What holds now.', [
      'leadlight settings show --fields',
      'leadlight settings show --points > table.json   # to edit, and to set with points=table.json',
    ]),
  )
    .option('--fields', 'every field, whether the model reads it, and why')
    .option('--points', 'the rules of the points table alone, as JSON')
    .action(async (options: SettingsOptions) => {
      const state = await withOrg(options, readScoringSettings);
      if (!options.points) return writeSettings(options, state);
      const rules = state.settings.pointsTable ?? defaultPointsTable.rules;
      process.stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
    });

const set = () =>
  addOrgOption(
    createCommand('set', 'Change settings; the next training heeds them. KEY=default takes the built-in value.', [
      'leadlight settings set goal=won horizon=90',
      'leadlight settings set exclude=Region__c,Budget__c monotone=NumberOfEmployees:up',
      'leadlight settings set points=table.json learner=default',
    ]),
  )
    .argument('<key=value...>', 'which settings')
    .addHelpText(
      'after',
      `\nKeys:\n${Object.entries(settingKeys)
        .map(([key, { help }]) => `  ${key.padEnd(13)} ${help}`)
        .join('\n')}`,
    )
    .action(async (pairs: string[], options: SettingsOptions) => {
      const change = parseSettingChanges(pairs);
      writeSettings(
        options,
        await withOrg(options, (ports, orgId) => changeScoringSettings(ports, orgId, { change }, 'cli')),
      );
    });

const undo = () =>
  addOrgOption(
    createCommand('undo', 'Take the last change back; again and again, down to the defaults.', [
      'leadlight settings undo',
    ]),
  ).action(async (options: SettingsOptions) =>
    writeSettings(options, await withOrg(options, (ports, orgId) => undoScoringSettings(ports, orgId, 'cli'))),
  );

const addOrgOption = (given: Command): Command => given.option(...ORG_OPTION);

const withOrg = <Answer>(
  { folder, org }: SettingsOptions,
  work: (ports: Ports, orgId: string) => Promise<Answer>,
): Promise<Answer> =>
  withStorage(folder, async (storage) => work({ ...storage, clock: systemClock }, await chooseOrg(storage, org)));

function writeSettings(options: SettingsOptions, state: ScoringSettingsState): void {
  const { settings, revision, changedAt, changedBy, fields } = state;
  const since =
    changedAt === null
      ? 'Nobody has changed anything: these are the defaults.'
      : `Revision ${revision}, by ${changedBy} at ${changedAt.slice(0, 16).replace('T', ' ')} UTC. "leadlight settings undo" takes it back.`;
  writeOutput(options, state, [
    since,
    drawTable(settingRows(settings)),
    ...(options.fields
      ? [
          drawTable(
            fields.map(({ field, use, reasons }) => [field, use, englishText(reasons)]),
            ['field', '', 'why'],
          ),
        ]
      : []),
  ]);
}
