import { openStorage } from '../open-storage.ts';
import { scoreEntry } from './records.ts';

/**
 * A process for tests to kill: `node writer-process.ts <folder> <org> [transaction]`. It prints `open`, then logs scores
 * until it is killed and prints the number of each once it is acknowledged, or waits in the middle of a transaction.
 */
const [folder, org, mode] = process.argv.slice(2);
if (folder === undefined || org === undefined) throw new Error('Usage: writer-process.ts <folder> <org> [mode]');
const storage = await openStorage({ folder });
process.stdin.resume();

if (mode === 'transaction') {
  await storage.db.transaction().execute(async (trx) => {
    await trx.insertInto('sync_cursor').values({ org_id: org, stream: 'Lead', cursor: 'half' }).execute();
    process.stdout.write('open\n');
    await new Promise<never>(() => undefined);
  });
}
process.stdout.write('open\n');
for (let score = 0; ; score++) {
  await storage.scoreLog.append(org, [scoreEntry({ score, scoredAt: score })]);
  process.stdout.write(`${score}\n`);
}
