import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RunSummary } from '@leadlight/report';
import { proportionalBytes } from '../shared/process-usage.ts';
import { ROOT } from '../shared/run-leadlight.ts';

/** How long the pages are served while memory is measured: the other leads are scored and written, and the follower starts. */
const SERVING_MS = 15_000;
/** A sample takes 35 ms of processor time, which the measured processes lack: time and memory are measured in different runs. */
const SAMPLE_INTERVAL_MS = 500;

export interface StageMemory {
  readonly stage: string;
  readonly peakBytes: number;
}

export interface StartMeasurement {
  readonly summary: RunSummary;
  /** Until a lead page has answered with a score. */
  readonly seconds: number;
}

export interface MemoryMeasurement extends StartMeasurement {
  /** Highest memory of all processes in each stage, in the order of the stages; the last one is `serving`. */
  readonly memory: readonly StageMemory[];
}

type Ports = readonly [number, number, number];

/** Runs `leadlight start` until the page of the best lead shows a score and the summary is written. @throws Error where it fails */
export const measureStart = (folder: string, ports: Ports): Promise<StartMeasurement> =>
  runStart(folder, ports, async (child) => readStages(child, () => undefined));

/** The same, and a little longer; its time includes the samples of memory. */
export async function measureMemory(folder: string, ports: Ports): Promise<MemoryMeasurement> {
  let memory: ReturnType<typeof watchMemory> | undefined;
  try {
    const measured = await runStart(
      folder,
      ports,
      (child) => readStages(child, (memory = watchMemory(child)).endStage),
      async () => {
        await new Promise((resolve) => setTimeout(resolve, SERVING_MS));
        memory!.endStage('serving');
      },
    );
    return { ...measured, memory: memory!.stages };
  } finally {
    memory?.stop();
  }
}

/**
 * @param untilAnnounced returns the best lead's page
 * @param serving what to do while the pages are served, before the start is stopped
 */
async function runStart(
  folder: string,
  [orgPort, pagePort, apiPort]: Ports,
  untilAnnounced: (child: ChildProcess) => Promise<string>,
  serving: () => Promise<void> = () => Promise.resolve(),
): Promise<StartMeasurement> {
  const options = { folder, 'org-port': orgPort, 'page-port': pagePort, 'api-port': apiPort };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [`${ROOT}apps/cli/bin/leadlight.mjs`, 'start', '--json', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const summary = readSummary(child);
  summary.catch(() => undefined);
  try {
    await showScore(await untilAnnounced(child));
    const seconds = (performance.now() - startedAt) / 1000;
    await serving();
    return { summary: await summary, seconds };
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}

/** The first line of standard output, which `--json` writes once the scores are written back. */
async function readSummary(child: ChildProcess): Promise<RunSummary> {
  for await (const line of createInterface({ input: child.stdout! })) return JSON.parse(line) as RunSummary;
  throw new Error('leadlight start ended without its summary.');
}

function watchMemory(child: ChildProcess) {
  const stages: StageMemory[] = [];
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, proportionalBytes(child.pid!))), SAMPLE_INTERVAL_MS);
  return {
    stages,
    endStage(stage: string) {
      stages.push({ stage, peakBytes });
      peakBytes = 0;
    },
    stop: () => clearInterval(timer),
  };
}

/** What comes after these may end before or after the page is announced, so its memory counts as that of serving. */
const STAGES = ['sandbox org', 'sync', 'train'];

/** Each finished stage is a line such as `sync         85,269 new records from the org (3.6 s)`. @returns the best lead's page */
async function readStages(child: ChildProcess, endStage: (stage: string) => void): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) {
    const stage = /^(\S.*?)\s{2,}.*\(\d+\.\d s\)$/.exec(line)?.[1];
    if (stage !== undefined && STAGES.includes(stage)) endStage(stage);
    const page = /^The best lead:\s+(\S+)/.exec(line)?.[1];
    if (page !== undefined) return page;
    lines.push(line);
  }
  throw new Error(`leadlight start ended before it served a page:\n${lines.slice(-12).join('\n')}`);
}

/** Requests what the browser requests: the page, its bundle, and the score of the lead. */
async function showScore(page: string): Promise<void> {
  const { origin, pathname } = new URL(page);
  const score = fetch(`${origin}/apex/LeadScoreController.scoreLead`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ leadId: pathname.split('/').at(-1) }),
  });
  for (const response of await Promise.all([fetch(page), fetch(`${origin}/public/lead-page.js`), score])) {
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}
