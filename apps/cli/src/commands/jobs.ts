import { helpWithRuns, type OrgJobEntry } from '@leadlight/workflows';
import { Command } from 'commander';
import { withOrg, withStorage } from '../compose.ts';
import { namedOrg } from '../environment.ts';
import { CliError } from '../errors.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, formatMinute, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

export const jobsCommand = () =>
  new Command('jobs')
    .description('Jobs that workers share: list those that wait, run or have failed, try one again, cancel one.')
    .addHelpText('after', '\nExample:\n  leadlight jobs list')
    .addCommand(list())
    .addCommand(share())
    .addCommand(
      change('retry', 'Try a failed job again.', 'waits to be tried again', (queue, orgId, id) =>
        queue.retry(orgId, id),
      ),
    )
    .addCommand(
      change('cancel', 'Cancel a job that waits or runs, or forget a failed one.', 'is cancelled', (queue, orgId, id) =>
        queue.cancel(orgId, id),
      ),
    );

const list = () =>
  createCommand('list', 'List the jobs of all orgs or of one: failed ones first, then running, then waiting ones.', [
    'leadlight jobs list',
    'leadlight jobs list --org 00D5g000004Ap1QEAS',
  ])
    .option('--limit <number>', 'maximum number of jobs', wholeNumberParser(1, 100_000), 50)
    .option('--org <id>', 'only jobs of this org; LEADLIGHT_ORG or all orgs by default')
    .action(async (options: OrgOptions & { readonly limit: number }) => {
      const jobs = await withStorage(options.folder, ({ jobQueue }) =>
        jobQueue.list(namedOrg(options.org), options.limit),
      );
      writeOutput(options, jobs, [
        jobs.length ? drawTable(jobs.map(rowOf), COLUMNS) : 'No job waits, runs or has failed.',
      ]);
    });

const share = () =>
  createCommand(
    'share',
    'Help with the scoring or training of a large org that another process has started, until no part of it waits.',
    ['leadlight jobs share --org 00D5g000004Ap1QEAS'],
  )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const helped = await withOrg(options, (storage, orgId) =>
        helpWithRuns(storage, orgId, new AbortController().signal),
      );
      const { buckets, outdatedRuns } = helped;
      writeOutput(options, helped, [
        ...(outdatedRuns > 0
          ? [`Runs skipped, because their model or ranking is no longer active: ${outdatedRuns}.`]
          : []),
        ...(buckets > 0 ? [`Buckets of leads done: ${formatCount(buckets)}.`] : []),
        ...(buckets + outdatedRuns === 0 ? ['No part of a run waits.'] : []),
      ]);
    });

const COLUMNS = ['id', 'org', 'step', 'state', 'since (UTC)', 'attempt', 'last failure'];

const rowOf = ({ id, orgId, step, state, since, attempt, failure }: OrgJobEntry): readonly string[] => [
  ...[id, orgId, step, state, formatMinute(since)],
  ...[String(attempt + 1), failure ?? ''],
];

type Queue = Parameters<Parameters<typeof withOrg>[1]>[0]['jobQueue'];

function change(
  name: 'retry' | 'cancel',
  description: string,
  done: string,
  act: (queue: Queue, orgId: string, id: string) => Promise<boolean>,
) {
  return createCommand(name, description, [`leadlight jobs ${name} 3f1c9a52-5a53-4c3e-9c7a-0d1c5a0b6e11`])
    .argument('<id>', 'id of the job, as "jobs list" shows it')
    .option(...ORG_OPTION)
    .action(async (id: string, options: OrgOptions) => {
      const changed = await withOrg(options, ({ jobQueue }, orgId) => act(jobQueue, orgId, id));
      if (!changed) throw new CliError('job_not_found', { id, act: name });
      writeOutput(options, { id, act: name }, [`Job ${id} ${done}.`]);
    });
}
