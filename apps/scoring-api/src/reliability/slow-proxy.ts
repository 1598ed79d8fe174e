import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The current state of the connection to storage. */
export interface LinkState {
  /** Delay of each chunk in each direction. */
  readonly delayMs: number;
  /** No data passes. */
  readonly stalled: boolean;
}

const UNIMPEDED: LinkState = { delayMs: 0, stalled: false };
const THIS_FILE = fileURLToPath(import.meta.url);

/** A proxy to PostgreSQL that can be slow or stalled. It is a process of its own, so that it does not slow down the callers. */
export class SlowProxy {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(socketPath: string): Promise<SlowProxy> {
    const child = fork(THIS_FILE, [socketPath]);
    const [port] = (await once(child, 'message')) as [number];
    return new SlowProxy(child, port);
  }

  set(state: Partial<LinkState>): void {
    this.#child.send({ ...UNIMPEDED, ...state });
  }

  async stop(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await closed;
  }
}

/** Runs in the process of the proxy. */
class Proxy {
  #state: LinkState = UNIMPEDED;
  #freed = Promise.withResolvers<void>();

  change(state: LinkState): void {
    this.#state = state;
    if (state.stalled) return;
    this.#freed.resolve();
    this.#freed = Promise.withResolvers<void>();
  }

  /** Forwards chunks in order, each with the delay at its arrival. */
  pass(from: Socket, to: Socket): void {
    let before = Promise.resolve();
    const schedule = (act: () => void) => {
      const due = performance.now() + this.#state.delayMs;
      before = before.then(() => this.#until(due)).then(act);
    };
    from.on('data', (chunk: Buffer) => schedule(() => void (to.writable && to.write(chunk))));
    from.on('end', () => schedule(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => schedule(() => to.destroy()));
  }

  async #until(due: number): Promise<void> {
    const left = due - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    while (this.#state.stalled) await this.#freed.promise;
  }
}

if (process.argv[1] === THIS_FILE) {
  const proxy = new Proxy();
  const server = createServer({ noDelay: true }, (client) => {
    const storage = connect(process.argv[2]!);
    proxy.pass(client, storage);
    proxy.pass(storage, client);
  });
  process.on('message', (state: LinkState) => proxy.change(state));
  process.on('disconnect', () => process.exit());
  process.on('SIGTERM', () => process.exit());
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
}
