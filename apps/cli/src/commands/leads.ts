import { exportLead as exportKeptLead } from '@leadlight/workflows';
import { Command } from 'commander';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { CliError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';

interface LeadOptions extends CommonOptions {
  readonly org?: string;
  readonly yes?: boolean;
}

export const leadsCommand = () =>
  new Command('leads')
    .description('What is kept of one lead: export it, or erase it everywhere, when somebody asks.')
    .addHelpText('after', '\nExample:\n  leadlight leads export 00Q5g00000KpXc1EAF')
    .addCommand(exportLead())
    .addCommand(eraseLead());

const exportLead = () =>
  createCommand('export', 'Print all that is kept of a lead, as JSON.', ['leadlight leads export 00Q5g00000KpXc1EAF'])
    .argument('<id>', 'the lead’s record id')
    .option(...ORG_OPTION)
    .action(async (id: string, options: LeadOptions) => {
      const kept = await withStorage(options.folder, async (storage) =>
        exportKeptLead({ ...storage, clock: systemClock }, await chooseOrg(storage, options.org), id, 'cli'),
      );
      if (!kept) throw new CliError('options', `Nothing is kept of a lead ${id}.`);
      writeOutput({ json: true }, kept, []);
    });

const eraseLead = () =>
  createCommand('erase', 'Remove a lead from every table and log, for good; a later sync does not bring it back.', [
    'leadlight leads erase 00Q5g00000KpXc1EAF --yes',
  ])
    .argument('<id>', 'the lead’s record id')
    .option(...ORG_OPTION)
    .option('--yes', 'really do it: this cannot be undone')
    .action(async (id: string, options: LeadOptions) => {
      if (!options.yes) {
        throw new CliError(
          'options',
          `Erasing ${id} cannot be undone. Look at it with "leadlight leads export ${id}", then add --yes.`,
        );
      }
      const removed = await withStorage(options.folder, async (storage) =>
        storage.personalData.eraseLead(await chooseOrg(storage, options.org), id, systemClock.now(), 'cli'),
      );
      const rows = Object.values(removed).reduce((sum, count) => sum + count, 0);
      writeOutput(options, { id, removed }, [
        `Lead ${id} is erased: ${rows} rows in ${Object.keys(removed).length} tables.`,
      ]);
    });
