import { keepsSession } from './wire-messages.ts';

/** The one session that all connections share. */
export interface EmbeddedSession {
  /** Runs one message; `answer` gets what it answers. */
  run(message: Uint8Array, answer: (bytes: Uint8Array) => void): Promise<void>;
  inTransaction(): boolean;
  rollback(): Promise<void>;
}

/** Messages from one client that belong together: they end where the client waits for an answer. */
interface MessageBatch<Client> {
  readonly client: Client;
  readonly messages: readonly Uint8Array[];
  readonly answer: (bytes: Uint8Array) => void;
  readonly done: () => void;
}

/**
 * Gives the session to one client at a time: for a whole batch, and from `begin` to `commit` for a whole transaction.
 * So neither the statement of one is bound by another, nor does a write land in someone else's transaction.
 */
export class SessionQueue<Client extends object> {
  private readonly session: EmbeddedSession;
  private readonly idleInTransactionMs: number;
  private readonly onIdle: (client: Client) => void;
  private readonly gone = new WeakSet<Client>();
  private waiting: MessageBatch<Client>[] = [];
  /** Who has a transaction open, or a statement half-way. */
  private owner: Client | undefined;
  private busy = false;
  private onQuiet = (): void => undefined;
  private ended = false;
  private idle: NodeJS.Timeout | undefined;

  /** @param onIdle is told of a client that holds a transaction open and says nothing for so long: all others wait for it */
  constructor(session: EmbeddedSession, idleInTransactionMs: number, onIdle: (client: Client) => void) {
    this.session = session;
    this.idleInTransactionMs = idleInTransactionMs;
    this.onIdle = onIdle;
  }

  /** Resolves when the batch has been answered, or was dropped because its client left. */
  enqueue(client: Client, messages: readonly Uint8Array[], answer: (bytes: Uint8Array) => void): Promise<void> {
    if (this.ended) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push({ client, messages, answer, done: resolve });
    this.goOn();
    return promise;
  }

  /** Drops what a client that left still waits for, and undoes the transaction it left open. */
  removeClient(client: Client): void {
    this.gone.add(client);
    for (const batch of this.waiting) if (batch.client === client) batch.done();
    this.waiting = this.waiting.filter((batch) => batch.client !== client);
    this.goOn();
  }

  /** Lets the batch that runs come to its end and undoes what is half-way; nothing runs afterwards. */
  async close(): Promise<void> {
    this.ended = true;
    for (const batch of this.waiting.splice(0)) batch.done();
    this.goOn();
    if (this.busy) await new Promise<void>((resolve) => (this.onQuiet = resolve));
    clearTimeout(this.idle);
  }

  private goOn(): void {
    if (this.busy) return;
    this.busy = true;
    // A rejection here means that the session itself broke: nothing catches it, and the process ends.
    void this.drain();
  }

  private async drain(): Promise<void> {
    for (;;) {
      if (this.owner !== undefined && (this.ended || this.gone.has(this.owner))) {
        await this.session.rollback();
        this.owner = undefined;
      }
      // From here to the end nothing is awaited: a batch that comes is either seen or finds nobody busy.
      const batch = this.next();
      if (batch === undefined) break;
      await this.run(batch);
    }
    this.busy = false;
    this.onQuiet();
  }

  private next(): MessageBatch<Client> | undefined {
    const at = this.owner === undefined ? 0 : this.waiting.findIndex((batch) => batch.client === this.owner);
    return at === -1 ? undefined : this.waiting.splice(at, 1)[0];
  }

  private async run({ client, messages, answer, done }: MessageBatch<Client>): Promise<void> {
    clearTimeout(this.idle);
    for (const message of messages) await this.session.run(message, answer);
    this.owner = this.session.inTransaction() || keepsSession(messages.at(-1)) ? client : undefined;
    if (this.owner !== undefined) this.idle = setTimeout(() => this.onIdle(client), this.idleInTransactionMs).unref();
    done();
  }
}
