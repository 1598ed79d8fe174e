import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** One health check: the time until its answer, and the service's processor time meanwhile. */
export interface HealthWait {
  readonly status: number;
  readonly ms: number;
  readonly cpuMs: number;
}

export interface HealthProbeSettings {
  readonly url: string;
  readonly pid: number;
}

const PAUSE_MS = 20;
const TICK_MS = 10;

/** Processor time of a process since its start. */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}

/**
 * A worker thread that requests the health of a service again and again until it receives a message, and then answers with
 * every `HealthWait`. In the thread that attacks the service, a check would also wait for that thread.
 */
async function probe({ url, pid }: HealthProbeSettings): Promise<void> {
  const waits: HealthWait[] = [];
  let stopped = false;
  parentPort!.once('message', () => (stopped = true));
  do {
    const [from, cpuFrom] = [performance.now(), cpuMsOf(pid)];
    const { status } = await fetch(`${url}/healthz`);
    waits.push({ status, ms: performance.now() - from, cpuMs: cpuMsOf(pid) - cpuFrom });
    await pause(PAUSE_MS);
  } while (!stopped);
  parentPort!.postMessage(waits);
}

await probe(workerData as HealthProbeSettings);
