import { summaryRows } from '@leadlight/report';
import { withStorage } from '../compose.ts';
import { writeConnectionFile } from '../connection/connection-file.ts';
import { requireFreePort } from '../processes/require-free-port.ts';
import { runPipeline, type PipelineOptions } from '../start/pipeline.ts';
import { buildLeadPage } from '../start/build-lead-page.ts';
import { releaseMemory } from '../start/release-memory.ts';
import { startSandboxOrg, type SandboxOptions } from '../start/sandbox-org.ts';
import { serveLeadPage, type LeadPageOptions } from '../start/serve-lead-page.ts';
import { Steps } from '../start/steps.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { createCommand, parsePort, wholeNumberParser, type CommonOptions } from './options.ts';
import { printError } from '../terminal/print.ts';

interface StartOptions extends CommonOptions, PipelineOptions, SandboxOptions, LeadPageOptions {
  readonly once?: boolean;
}

export const startCommand = () =>
  createCommand('start', 'All of Leadlight on a simulated org: sync, train, score, write back, and the lead page.', [
    'leadlight start',
    'leadlight start --once',
    'leadlight start --leads 20000 --seed 7 --folder larger-company',
  ])
    .option('--once', 'do the work, print the summary and end, without serving pages')
    .option('--retrain', 'train even where there is a model')
    .option('--leads <number>', 'size of a new simulated company', wholeNumberParser(100, 1_000_000), 5_000)
    .option(
      '--seed <number>',
      'seed of a new simulated company and of the forest',
      wholeNumberParser(0, 2 ** 31 - 1),
      1,
    )
    .option('--page-port <number>', 'port of the lead page', parsePort, 4300)
    .option('--api-port <number>', 'port of the scoring API', parsePort, 4310)
    .option('--org-port <number>', 'port of the sandbox org', parsePort, 4320)
    .action(start);

async function start(options: StartOptions): Promise<void> {
  const log = (line: string) => printError(`${line}\n`);
  const steps = new Steps(log);
  await requireFreePort(options.orgPort, '--org-port');
  if (!options.once) {
    await requireFreePort(options.pagePort, '--page-port');
    await requireFreePort(options.apiPort, '--api-port');
  }
  // Takes a processor for some seconds, while storage and the org start and are read.
  const pageBuilt = options.once ? undefined : buildLeadPage(options.folder, log);
  await withStorage(options.folder, async (storage) => {
    const sandbox = await steps.run(
      'sandbox org',
      () => startSandboxOrg(options),
      ({ ready }) => `a company with ${formatCount(ready.leads)} leads at ${ready.listening}`,
    );
    try {
      const { listening, pubSub, clientId, clientSecret } = sandbox.ready;
      const connection = { loginUrl: listening, pubSubUrl: pubSub, clientId, clientSecret };
      writeConnectionFile(options.folder, connection);
      const { summary, bestLeadId } = await runPipeline(storage, connection, options, steps);
      writeOutput(options, summary, [drawTable(summaryRows(summary).map(({ name, value }) => [name, value]))]);
      if (!pageBuilt) return;
      await steps.run(
        'lead page',
        () => pageBuilt,
        (built) => (built ? 'built while the org was read' : 'built before'),
      );
      releaseMemory();
      await serveLeadPage(storage, sandbox, bestLeadId, options, log);
    } finally {
      await sandbox.stop();
    }
  });
}
