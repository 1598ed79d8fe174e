import {
  DEFAULT_ACCOUNT_PEOPLE,
  MAX_ACCOUNT_LEADS,
  MAX_ACCOUNT_PEOPLE,
  type AccountConversion,
} from '@leadlight/contract';
import { accountConversion } from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg } from '../compose.ts';
import { signedPoints } from '../terminal/reasons-table.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

export const accountsCommand = () =>
  new Command('accounts')
    .description('The open leads of an account as a whole: the probability that at least one converts.')
    .addHelpText('after', '\nExample:\n  leadlight accounts show acme.com')
    .addCommand(showCommand());

interface ShowOptions extends OrgOptions {
  readonly name?: string;
  readonly domains?: string;
  readonly people: number;
}

const showCommand = () =>
  createCommand('show', 'Show the probability that at least one lead of an account converts, and its people.', [
    'leadlight accounts show acme.com',
    'leadlight accounts show 0015g00000KpXcEAAV --name "Acme Ltd" --domains acme.com,acme.de',
  ])
    .argument('<account>', 'record id of an account, a mail domain, or the name of a company')
    .option('--name <name>', 'name of the account, to find leads by their company')
    .option('--domains <domains>', 'its web site and mail domains, separated by commas')
    .option(
      '--people <number>',
      'number of people to list',
      wholeNumberParser(1, MAX_ACCOUNT_PEOPLE),
      DEFAULT_ACCOUNT_PEOPLE,
    )
    .option(...ORG_OPTION)
    .action(async (account: string, { name, domains, people, ...options }: ShowOptions) => {
      const query = { name, domains, limit: people };
      const found = await withOrg(options, (ports, orgId) => accountConversion(ports, orgId, account, query));
      writeOutput(options, found, accountLines(found));
    });

const BASIS: Readonly<Record<AccountConversion['basis'], string>> = {
  nobody: '',
  one_person: 'This is the probability of its only scored lead.',
  measured: 'Outcomes of people of one company depend on each other, as measured when the model was trained.',
  no_dependence: 'No dependence between people of one company was found in training, so they count as independent.',
  not_measured:
    'There were too few companies with several leads to measure whether their outcomes depend on each other, so they count as independent.',
};

function accountLines(found: AccountConversion): string[] {
  const { accountKey, probability, asIfIndependent, basis, horizonDays, peopleCount, people, leftOut } = found;
  if (probability === null) {
    return [`No ranked open lead of ${accountKey} is scored.`, ...leftOutLines(leftOut)];
  }
  const alone = basis === 'measured' ? `, ${formatPercent(asIfIndependent ?? 0)} if they were independent` : '';
  const rows = people.map((person) => [
    person.leadId,
    formatPercent(person.share),
    formatPercent(person.probability),
    `${person.score} ${person.band}`,
    person.foundBy,
    person.reasons.map(({ label, points }) => `${label} (${signedPoints(points)})`).join(', '),
  ]);
  const who = peopleCount === 1 ? 'one lead' : `at least one of ${formatCount(peopleCount)} leads`;
  return [
    `${accountKey}: ${who} converts within ${horizonDays} days with a probability of ${formatPercent(probability)}${alone}.`,
    BASIS[basis],
    drawTable(rows, ['lead', 'share', 'probability', 'score', 'found by', 'reasons']),
    ...leftOutLines(leftOut),
    ...(peopleCount + leftOut.copies + leftOut.unranked >= MAX_ACCOUNT_LEADS
      ? [`Only the ${MAX_ACCOUNT_LEADS} open leads with the highest probabilities are counted.`]
      : []),
  ];
}

function leftOutLines({ copies, unranked }: AccountConversion['leftOut']): string[] {
  const parts = [
    ...(copies > 0 ? [`${formatCount(copies)} with the e-mail address of somebody who is counted`] : []),
    ...(unranked > 0 ? [`${formatCount(unranked)} that ranked lists leave out, too`] : []),
  ];
  return parts.length === 0 ? [] : [`Not counted: ${parts.join(', ')}.`];
}
