import { toLeadId } from '@leadlight/common';
import { eraseLead, exportLead } from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const leadsCommand = () =>
  new Command('leads')
    .description('Personal data of one lead: export it, or erase it everywhere, on request of the person.')
    .addHelpText('after', '\nExample:\n  leadlight leads export 00Q5g00000KpXc1EAF')
    .addCommand(exportCommand())
    .addCommand(eraseCommand());

const exportCommand = () =>
  createCommand('export', 'Write everything that is stored about a lead, as JSON.', [
    'leadlight leads export 00Q5g00000KpXc1EAF',
  ])
    .argument('<id>', 'record id of the lead, of 15 or 18 characters')
    .option(...ORG_OPTION)
    .action(async (given: string, options: OrgOptions) => {
      const id = toLeadId(given);
      const stored = await withOrg(options, (ports, orgId) => exportLead(ports, orgId, id, 'cli'));
      if (!stored) throw optionsError(`Nothing is stored about a lead ${id}.`, 'Check the id.');
      writeOutput({ json: true }, stored, []);
    });

const eraseCommand = () =>
  createCommand('erase', 'Remove a lead from every table and log permanently; a later sync does not restore it.', [
    'leadlight leads erase 00Q5g00000KpXc1EAF --yes',
  ])
    .argument('<id>', 'record id of the lead, of 15 or 18 characters')
    .option(...ORG_OPTION)
    .option('--yes', 'confirm: this cannot be undone')
    .action(async (given: string, options: OrgOptions & { readonly yes?: boolean }) => {
      const id = toLeadId(given);
      if (!options.yes) {
        throw optionsError(
          `Erasing ${id} cannot be undone.`,
          `Look at it with "leadlight leads export ${id}", then add --yes.`,
        );
      }
      const { found, removed } = await withOrg(options, (ports, orgId) => eraseLead(ports, orgId, id, 'cli'));
      if (!found) {
        throw optionsError(
          `Nothing is stored about a lead ${id}, so nothing was erased.`,
          'Check the id. A later sync will not store this lead.',
        );
      }
      const rows = Object.values(removed).reduce((sum, count) => sum + count, 0);
      writeOutput(options, { id, removed }, [
        `Lead ${id} is erased: ${rows} rows in ${Object.keys(removed).length} tables.`,
        'Its scores in Salesforce are erased when the lead is deleted there.',
      ]);
    });
