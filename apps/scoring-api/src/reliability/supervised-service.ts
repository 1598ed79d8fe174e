import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** From a kill until the next process listens, as `performance.now()` of this process. */
export interface Outage {
  readonly from: number;
  until: number;
}

/** The service as a process that is restarted after a kill, as by systemd. */
export class SupervisedService {
  readonly url: string;
  readonly outages: Outage[] = [];
  /** Number of unexpected ends. */
  crashes = 0;
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #ending = false;

  private constructor(port: number, databaseUrl: string, args: readonly string[]) {
    this.url = `http://127.0.0.1:${port}`;
    const heap = ['--max-semi-space-size=16', '--max-old-space-size=192'];
    this.#args = [...heap, MAIN, '--port', String(port), '--log-every', '1000000', ...args];
    this.#env = { ...process.env, DATABASE_URL: databaseUrl };
  }

  /** @param args options of the service in addition to the port and the log */
  static async start(databaseUrl: string, args: readonly string[]): Promise<SupervisedService> {
    const service = new SupervisedService(await freePort(), databaseUrl, args);
    await service.#run();
    return service;
  }

  /** kill -9; resolves when the next process listens. */
  async kill(): Promise<void> {
    const outage = { from: performance.now(), until: Infinity };
    this.outages.push(outage);
    await this.#end('SIGKILL');
    await this.#run();
    outage.until = performance.now();
  }

  /** Resident memory now, in MB. */
  residentMb(): number {
    const status = readFileSync(`/proc/${this.#child!.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  /** @returns the exit code */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    this.#ending = true;
    const child = this.#child!;
    const closed = once(child, 'close');
    child.kill(signal);
    const [code] = (await closed) as [number | null];
    this.#ending = false;
    return code;
  }

  async #run(): Promise<void> {
    const child = spawn(process.execPath, this.#args, { env: this.#env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    const listening = once(createInterface({ input: child.stdout }), 'line').then(() => true);
    const ended = once(child, 'close').then(() => false);
    // Storage may be unavailable; the next start may find it.
    if (!(await Promise.race([listening, ended]))) return this.#run();
    child.once('close', () => {
      if (!this.#ending) this.crashes += 1;
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
