import { Option } from 'commander';
import { summaryRows } from '@leadlight/report';
import { withStorage } from '../compose.ts';
import { writeConnectionFile } from '../connection/connection-file.ts';
import { requireFreePort } from '../processes/require-free-port.ts';
import { startSandboxOrg } from '../start/sandbox-org.ts';
import { serveLeadPage } from '../start/serve-lead-page.ts';
import { runPipeline } from '../start/pipeline.ts';
import { Steps } from '../start/steps.ts';
import { drawTable } from '../terminal/table.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, parsePort, wholeNumberParser, type CommonOptions } from './options.ts';

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
  createCommand(
    'start',
    'The whole of Leadlight on a simulated org: sync, train, score, write back, and the lead page.',
    ['leadlight start', 'leadlight start --once', 'leadlight start --leads 20000 --seed 7 --folder larger-company'],
  )
    .option('--once', 'do the work, print the summary and end, without serving pages')
    .option('--retrain', 'train even where a model is there')
    .option(
      '--leads <number>',
      'size of the simulated company, when it is made',
      wholeNumberParser(100, 1_000_000),
      5_000,
    )
    .option('--seed <number>', 'which simulated company, and which forest', wholeNumberParser(0, 2 ** 31 - 1), 1)
    .addOption(new Option('--page-port <number>', 'port of the lead page').argParser(parsePort).default(4300))
    .addOption(new Option('--api-port <number>', 'port of the scoring API').argParser(parsePort).default(4310))
    .addOption(new Option('--org-port <number>', 'port of the sandbox org').argParser(parsePort).default(4320))
    .action(start);

async function start(options: StartOptions): Promise<void> {
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const steps = new Steps(tell);
  await requireFreePort(options.orgPort, '--org-port');
  if (!options.once) {
    await requireFreePort(options.pagePort, '--page-port');
    await requireFreePort(options.apiPort, '--api-port');
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
      writeConnectionFile(options.folder, connection);
      const { summary, bestLeadId } = await runPipeline(storage, connection, options, steps);
      writeOutput(options, summary, [drawTable(summaryRows(summary).map(({ name, value }) => [name, value]))]);
      if (!options.once) await serveLeadPage(storage, sandbox, bestLeadId, options, tell);
    } finally {
      await sandbox.stop();
    }
  });
}
