import { withOrg } from '../compose.ts';
import { drawTable } from '../terminal/table.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

export const auditCommand = () =>
  createCommand(
    'audit',
    'List administrative acts: keys, certificates, models, settings, leads, connections, audiences, experiments, notifications.',
    ['leadlight audit --limit 100'],
  )
    .option('--limit <number>', 'maximum number of acts, the newest first', wholeNumberParser(1, 100_000), 50)
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions & { readonly limit: number }) => {
      const acts = await withOrg(options, ({ auditLog }, orgId) => auditLog.list(orgId, options.limit));
      const rows = acts.map(({ at, actor, act, subject }) => [
        new Date(at).toISOString().slice(0, 19).replace('T', ' '),
        actor,
        act,
        subject,
      ]);
      const hasDetails = acts.some(({ detail }) => detail !== undefined);
      writeOutput(options, acts, [
        rows.length ? drawTable(rows, ['time (UTC)', 'who', 'act', 'subject']) : 'There are no acts yet.',
        ...(hasDetails ? ['Some of these acts have details, such as evidence: --json shows them.'] : []),
      ]);
    });
