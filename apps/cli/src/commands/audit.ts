import { chooseOrg, withStorage } from '../compose.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { drawTable } from '../terminal/table.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type CommonOptions } from './options.ts';

interface AuditOptions extends CommonOptions {
  readonly org?: string;
  readonly limit: number;
}

export const auditCommand = () =>
  createCommand(
    'audit',
    'Tell who did which administrative act: keys, certificates, models, settings, leads, connection.',
    ['leadlight audit --limit 100'],
  )
    .option('--limit <number>', 'how many, the newest first', wholeNumberParser(1, 100_000), 50)
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
      writeOutput(options, acts, [
        rows.length ? drawTable(rows, ['time (UTC)', 'who', 'act', 'to what']) : 'Nothing was done yet.',
      ]);
    });
