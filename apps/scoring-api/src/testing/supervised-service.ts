import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The service as a process that is started again when it dies, as systemd would. */
export class SupervisedService {
  readonly url: string;
  kills = 0;
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #stopped = false;

  private constructor(port: number, databaseUrl: string, folder: string) {
    this.url = `http://127.0.0.1:${port}`;
    const heap = ['--max-semi-space-size=8', '--max-old-space-size=192'];
    this.#args = [...heap, MAIN, '--port', String(port), '--folder', folder, '--log-every', '1000000'];
    this.#env = { ...process.env, DATABASE_URL: databaseUrl };
  }

  static async start(databaseUrl: string, folder: string): Promise<SupervisedService> {
    const service = new SupervisedService(await freePort(), databaseUrl, folder);
    await service.#run();
    return service;
  }

  /** kill -9; resolves when the next process listens. */
  async kill(): Promise<void> {
    this.kills += 1;
    const child = this.#child!;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    await this.#run();
  }

  /** Resident memory now, in MB. */
  residentMb(): number {
    const status = readFileSync(`/proc/${this.#child!.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  /** @returns the exit code */
  async stop(): Promise<number | null> {
    this.#stopped = true;
    const closed = once(this.#child!, 'close');
    this.#child!.kill('SIGTERM');
    const [code] = (await closed) as [number | null];
    return code;
  }

  async #run(): Promise<void> {
    if (this.#stopped) return;
    const child = spawn(process.execPath, this.#args, { env: this.#env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    const listening = once(createInterface({ input: child.stdout }), 'line').then(() => true);
    const ended = once(child, 'close').then(() => false);
    // Storage may be away just now: the next start finds it.
    if (!(await Promise.race([listening, ended]))) await this.#run();
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
