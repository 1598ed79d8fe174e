import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** How the way to storage is just now. */
export interface LinkState {
  /** What each piece of data waits, each way. */
  readonly delayMs: number;
  /** Nothing gets through. */
  readonly stalled: boolean;
}

const UNIMPEDED: LinkState = { delayMs: 0, stalled: false };
const THIS_FILE = fileURLToPath(import.meta.url);

/** A way to PostgreSQL that can be made slow or stopped: a process of its own, so that it takes no time from the callers. */
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

  set(way: Partial<LinkState>): void {
    this.#child.send({ ...UNIMPEDED, ...way });
  }

  async stop(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    await closed;
  }
}

/** The process itself. */
class Proxy {
  #way: LinkState = UNIMPEDED;
  #freed = Promise.withResolvers<void>();

  change(way: LinkState): void {
    this.#way = way;
    if (way.stalled) return;
    this.#freed.resolve();
    this.#freed = Promise.withResolvers<void>();
  }

  /** Passes on in order what comes, each piece as late as the way is then. */
  pass(from: Socket, to: Socket): void {
    let before = Promise.resolve();
    const inTurn = (act: () => void) => {
      const due = performance.now() + this.#way.delayMs;
      before = before.then(() => this.#until(due)).then(act);
    };
    from.on('data', (piece: Buffer) => inTurn(() => void (to.writable && to.write(piece))));
    from.on('end', () => inTurn(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => inTurn(() => to.destroy()));
  }

  async #until(due: number): Promise<void> {
    const left = due - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    while (this.#way.stalled) await this.#freed.promise;
  }
}

if (process.argv[1] === THIS_FILE) {
  const proxy = new Proxy();
  const server = createServer({ noDelay: true }, (client) => {
    const storage = connect(process.argv[2]!);
    proxy.pass(client, storage);
    proxy.pass(storage, client);
  });
  process.on('message', (way: LinkState) => proxy.change(way));
  process.on('disconnect', () => process.exit());
  process.on('SIGTERM', () => process.exit());
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
}
