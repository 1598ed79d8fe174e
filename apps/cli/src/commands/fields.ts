import { changeScoringSettings, fieldHealth, readScoringSettings, type FieldLoss } from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { lossLines } from './loss-lines.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const fieldsCommand = () =>
  new Command('fields')
    .description('Lost fields of the active model: show them, accept a loss, or hold scores back again.')
    .addHelpText('after', '\nExample:\n  leadlight fields show')
    .addCommand(
      createCommand('show', 'Show the fields that the active model reads and that are lost or changed.', [
        'leadlight fields show',
      ])
        .option(...ORG_OPTION)
        .action((options: OrgOptions) => run(options, (accepted) => accepted)),
    )
    .addCommand(
      createCommand('accept', 'Write scores although these fields are lost.', [
        'leadlight fields accept Product_Interest__c',
      ])
        .option(...ORG_OPTION)
        .argument('<field...>', 'API names')
        .action((fields: string[], options: OrgOptions) =>
          run(options, (accepted) => [...new Set([...accepted, ...fields])]),
        ),
    )
    .addCommand(
      createCommand('hold', 'Hold back again the scores that the loss of these fields would move.', [
        'leadlight fields hold Product_Interest__c',
      ])
        .option(...ORG_OPTION)
        .argument('<field...>', 'API names')
        .action((fields: string[], options: OrgOptions) =>
          run(options, (accepted) => accepted.filter((field) => !fields.includes(field))),
        ),
    );

/** @param change the new list of accepted losses; the same list changes nothing */
async function run(options: OrgOptions, change: (accepted: readonly string[]) => readonly string[]): Promise<void> {
  const losses = await withOrg(options, async (ports, orgId) => {
    const { acceptedLosses } = (await readScoringSettings(ports, orgId)).settings;
    const accepted = change(acceptedLosses);
    if (accepted !== acceptedLosses) {
      await changeScoringSettings(ports, orgId, { change: { acceptedLosses: [...accepted] } }, 'cli');
    }
    return fieldHealth(ports, orgId);
  });
  writeOutput(
    options,
    { losses },
    losses.length === 0 ? ['The active model has all the fields it reads.'] : lines(losses),
  );
}

const lines = (losses: readonly FieldLoss[]): string[] => [
  ...lossLines(losses),
  '  A running worker scores the affected leads automatically; otherwise run "leadlight score".',
];
