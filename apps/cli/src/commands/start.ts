import { summaryRows } from '@leadlight/report';
import type { Storage } from '@leadlight/storage';
import type { OrgConnection } from '../connection/connection-file.ts';
import { requireFreePort } from '../processes/require-free-port.ts';
import type { AppProcess } from '../processes/start-process.ts';
import type { PipelineOptions } from '../start/pipeline.ts';
import { buildLeadPage } from '../start/build-lead-page.ts';
import { releaseMemory } from '../start/release-memory.ts';
import { startSandboxOrg, type SandboxOptions, type SandboxReady } from '../start/sandbox-org.ts';
import type { LeadPageOptions } from '../start/serve-lead-page.ts';
import { Steps, timed, type Timed } from '../start/steps.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { printError } from '../terminal/print.ts';
import { withStorage } from '../with-storage.ts';
import { createCommand, parsePort, wholeNumberParser, type CommonOptions } from './options.ts';

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
  const pipeline = loadPipeline();
  pipeline.catch(() => undefined);
  try {
    await withStorage(
      options.folder,
      async (storage) => run(await pipeline, storage, orgStarted, bundleBuilt, options, steps, log),
      () => log('Preparing the embedded database (once) …'),
    );
  } finally {
    await stopIfStarted(orgStarted);
  }
}

type Pipeline = Awaited<ReturnType<typeof loadPipeline>>;

/** Imported while the processes start, because it takes most of a second. */
async function loadPipeline() {
  const [pages, pipeline, connectionFile] = await Promise.all([
    import('../start/serve-lead-page.ts'),
    import('../start/pipeline.ts'),
    import('../connection/connection-file.ts'),
  ]);
  return { ...pages, ...pipeline, ...connectionFile };
}

async function run(
  { announcePages, runPipeline, serveLeadPage, startPages, writeConnectionFile }: Pipeline,
  storage: Storage,
  orgStarted: Promise<Timed<AppProcess<SandboxReady>>>,
  bundleBuilt: Promise<boolean> | undefined,
  options: StartOptions,
  steps: Steps,
  log: (line: string) => void,
): Promise<void> {
  const orgReady = orgStarted.then(({ result }) => result.ready);
  orgReady.catch(() => undefined);
  // The lead page reads all files of the package from the org, which would keep the sync waiting for its first records.
  const firstRecords = Promise.withResolvers<void>();
  const orgFree = Promise.all([orgReady, firstRecords.promise]).then(([ready]) => ready);
  orgFree.catch(() => undefined);
  const pages = bundleBuilt && startPages(storage, orgFree, bundleBuilt, options, log);
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
    const { summary } = await runPipeline(
      storage,
      connection,
      { ...options, onFirstRecords: firstRecords.resolve, onBestWritten },
      steps,
    );
    writeOutput(options, summary, [drawTable(summaryRows(summary).map(({ name, value }) => [name, value]))]);
    if (!pages) return;
    await announced;
    releaseMemory();
    await serveLeadPage(storage, ready.orgId, await pages, options.folder, log);
  } finally {
    firstRecords.reject(new Error('The start failed before the first records were stored.'));
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
