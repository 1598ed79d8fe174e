import { chooseOrg, withStorage } from '../compose.ts';
import { say } from '../terminal/say.ts';
import { drawTable } from '../terminal/table.ts';
import { command, ORG_OPTION, wholeNumber, type CommonOptions } from './options.ts';

interface AuditOptions extends CommonOptions {
  readonly org?: string;
  readonly limit: number;
}

export const auditCommand = () =>
  command('audit', 'Tell who did which administrative act: keys, certificates, models, settings, leads, connection.', [
    'leadlight audit --limit 100',
  ])
    .option('--limit <number>', 'how many, the newest first', wholeNumber(1, 100_000), 50)
    .option(...ORG_OPTION)
    .action(async (options: AuditOptions) => {
      const acts = await withStorage(options.folder, async (storage) =>
        storage.auditLog.list(await chooseOrg(storage, options.org), options.limit),
      );
      const rows = acts.map(({ at, actor, act, subject }) => [
        new Date(at).toISOString().slice(0, 19).replace('T', ' '),
        actor,
        act,
        subject,
      ]);
      say(options, acts, [
        rows.length ? drawTable(rows, ['time (UTC)', 'who', 'act', 'to what']) : 'Nothing was done yet.',
      ]);
    });
