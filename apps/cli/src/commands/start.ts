import { summaryRows } from '@leadlight/report';
import type { Storage } from '@leadlight/storage';
import { withStorage } from '../compose.ts';
import { writeConnectionFile, type OrgConnection } from '../connection/connection-file.ts';
import { requireFreePort } from '../processes/require-free-port.ts';
import type { AppProcess } from '../processes/start-process.ts';
import { runPipeline, type PipelineOptions } from '../start/pipeline.ts';
import { buildLeadPage } from '../start/build-lead-page.ts';
import { releaseMemory } from '../start/release-memory.ts';
import { startSandboxOrg, type SandboxOptions, type SandboxReady } from '../start/sandbox-org.ts';
import { announcePages, serveLeadPage, startPages, type LeadPageOptions } from '../start/serve-lead-page.ts';
import { Steps, timed, type Timed } from '../start/steps.ts';
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
  // Three processes start at once: the bundle, the org, and storage.
  const bundleBuilt = options.once ? undefined : buildLeadPage(options.folder, log);
  const orgStarted = timed(() => startSandboxOrg(options));
  orgStarted.catch(() => undefined);
  try {
    await withStorage(options.folder, (storage) => run(storage, orgStarted, bundleBuilt, options, steps, log));
  } finally {
    await stopIfStarted(orgStarted);
  }
}

async function run(
  storage: Storage,
  orgStarted: Promise<Timed<AppProcess<SandboxReady>>>,
  bundleBuilt: Promise<boolean> | undefined,
  options: StartOptions,
  steps: Steps,
  log: (line: string) => void,
): Promise<void> {
  const orgReady = orgStarted.then(({ result }) => result.ready);
  orgReady.catch(() => undefined);
  const pages = bundleBuilt && startPages(storage, orgReady, bundleBuilt, options, log);
  pages?.catch(() => undefined);
  let announced: Promise<void> | undefined;
  const onBestWritten = (bestLeadId: string | undefined) => {
    announced = pages?.then((started) => announcePages(started, bestLeadId, log));
    announced?.catch(() => undefined);
  };
  try {
    const { ready } = await steps.finish(
      'sandbox org',
      orgStarted,
      (org) => `a company with ${formatCount(org.ready.leads)} leads at ${org.ready.listening}`,
    );
    const connection = connectionOf(ready);
    writeConnectionFile(options.folder, connection);
    const { summary } = await runPipeline(storage, connection, { ...options, onBestWritten }, steps);
    writeOutput(options, summary, [drawTable(summaryRows(summary).map(({ name, value }) => [name, value]))]);
    if (!pages) return;
    await announced;
    releaseMemory();
    await serveLeadPage(storage, ready.orgId, await pages, options.folder, log);
  } finally {
    const started = await pages?.catch(() => undefined);
    for (const each of started ? [started.page, started.api] : []) await each.stop();
  }
}

const connectionOf = ({ listening, pubSub, clientId, clientSecret }: SandboxReady): OrgConnection => ({
  loginUrl: listening,
  pubSubUrl: pubSub,
  clientId,
  clientSecret,
});

const stopIfStarted = async (starting: Promise<Timed<AppProcess<unknown>>>): Promise<void> =>
  (await starting.catch(() => undefined))?.result.stop();
