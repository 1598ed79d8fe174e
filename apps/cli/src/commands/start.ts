import { Option } from 'commander';
import { summaryRows } from '@leadlight/report';
import { withStorage } from '../compose.ts';
import { saveConnection } from '../connection-file.ts';
import { requirePort } from '../processes/require-port.ts';
import { startSandboxOrg } from '../start/sandbox-org.ts';
import { servePages } from '../start/serve-pages.ts';
import { runSpine } from '../start/spine.ts';
import { Steps } from '../start/steps.ts';
import { drawTable } from '../terminal/table.ts';
import { say } from '../terminal/say.ts';
import { command, port, wholeNumber, type CommonOptions } from './options.ts';

export interface StartOptions extends CommonOptions {
  readonly once?: boolean;
  readonly retrain?: boolean;
  readonly pagePort: number;
  readonly apiPort: number;
  readonly orgPort: number;
  readonly leads: number;
  readonly seed: number;
}

export const startCommand = () =>
  command('start', 'The whole of Leadlight on a simulated org: sync, train, score, write back, and the lead page.', [
    'leadlight start',
    'leadlight start --once',
    'leadlight start --leads 20000 --seed 7 --folder larger-company',
  ])
    .option('--once', 'do the work, print the summary and end, without serving pages')
    .option('--retrain', 'train even where a model is there')
    .option('--leads <number>', 'size of the simulated company, when it is made', wholeNumber(100, 1_000_000), 5_000)
    .option('--seed <number>', 'which simulated company, and which forest', wholeNumber(0, 2 ** 31 - 1), 1)
    .addOption(new Option('--page-port <number>', 'port of the lead page').argParser(port).default(4300))
    .addOption(new Option('--api-port <number>', 'port of the scoring API').argParser(port).default(4310))
    .addOption(new Option('--org-port <number>', 'port of the sandbox org').argParser(port).default(4320))
    .action(start);

async function start(options: StartOptions): Promise<void> {
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const steps = new Steps(tell);
  await requirePort(options.orgPort, '--org-port');
  if (!options.once) {
    await requirePort(options.pagePort, '--page-port');
    await requirePort(options.apiPort, '--api-port');
  }
  // Storage before the org: its first start takes much memory for a moment, and nothing else should then.
  await withStorage(options.folder, async (storage) => {
    const sandbox = await steps.run(
      'sandbox org',
      () => startSandboxOrg(options),
      ({ ready }) => `a company with ${ready.leads.toLocaleString('en')} leads at ${ready.listening}`,
    );
    try {
      const { listening, clientId, clientSecret } = sandbox.ready;
      const connection = { loginUrl: listening, clientId, clientSecret };
      saveConnection(options.folder, connection);
      const { summary, bestLeadId } = await runSpine(storage, connection, options, steps);
      say(options, summary, [drawTable(summaryRows(summary).map(({ name, value }) => [name, value]))]);
      if (!options.once) await servePages(storage, sandbox, bestLeadId, options, tell);
    } finally {
      await sandbox.stop();
    }
  });
}
