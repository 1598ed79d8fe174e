import { keepsSession } from './wire-messages.ts';

/** The one session that all connections share. */
export interface EmbeddedSession {
  /** Runs one message; `respond` gets the response. */
  run(message: Uint8Array, respond: (bytes: Uint8Array) => void): Promise<void>;
  inTransaction(): boolean;
  rollback(): Promise<void>;
}

/** Messages of one client up to the point where it waits for a response. */
interface MessageBatch<Client> {
  readonly client: Client;
  readonly messages: readonly Uint8Array[];
  readonly respond: (bytes: Uint8Array) => void;
  readonly done: () => void;
}

/**
 * Gives the session to one client at a time: for a whole batch, and from `begin` to `commit` for a whole transaction. So no
 * client binds another's statement, and no write lands in another's transaction.
 */
export class SessionQueue<Client extends object> {
  readonly #session: EmbeddedSession;
  readonly #idleInTransactionMs: number;
  readonly #onIdle: (client: Client) => void;
  readonly #removed = new WeakSet<Client>();
  #waiting: MessageBatch<Client>[] = [];
  /** The client with an open transaction or an unfinished statement. */
  #owner: Client | undefined;
  #running = false;
  #onStopped = (): void => undefined;
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;

  /** @param onIdle called for a client that sends nothing for `idleInTransactionMs` in a transaction: all others wait for it */
  constructor(session: EmbeddedSession, idleInTransactionMs: number, onIdle: (client: Client) => void) {
    this.#session = session;
    this.#idleInTransactionMs = idleInTransactionMs;
    this.#onIdle = onIdle;
  }

  /** Resolves when the batch has been responded to, or was dropped because its client was removed. */
  enqueue(client: Client, messages: readonly Uint8Array[], respond: (bytes: Uint8Array) => void): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ client, messages, respond, done: resolve });
    this.#start();
    return promise;
  }

  /** Drops the client's waiting batches and rolls back its open transaction. */
  removeClient(client: Client): void {
    this.#removed.add(client);
    for (const batch of this.#waiting) if (batch.client === client) batch.done();
    this.#waiting = this.#waiting.filter((batch) => batch.client !== client);
    this.#start();
  }

  /** Lets the running batch finish and rolls back an open transaction; nothing runs afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const batch of this.#waiting.splice(0)) batch.done();
    this.#start();
    if (this.#running) await new Promise<void>((resolve) => (this.#onStopped = resolve));
    clearTimeout(this.#idleTimer);
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    // Rejects only if the session itself broke: the unhandled rejection then ends the process.
    void this.#drain();
  }

  async #drain(): Promise<void> {
    for (;;) {
      if (this.#owner !== undefined && (this.#closed || this.#removed.has(this.#owner))) {
        await this.#session.rollback();
        this.#owner = undefined;
      }
      // Nothing is awaited between here and the end: a batch that arrives is either seen or starts a new run.
      const batch = this.#next();
      if (batch === undefined) break;
      await this.#run(batch);
    }
    this.#running = false;
    this.#onStopped();
  }

  #next(): MessageBatch<Client> | undefined {
    const at = this.#owner === undefined ? 0 : this.#waiting.findIndex((batch) => batch.client === this.#owner);
    return at === -1 ? undefined : this.#waiting.splice(at, 1)[0];
  }

  async #run({ client, messages, respond, done }: MessageBatch<Client>): Promise<void> {
    clearTimeout(this.#idleTimer);
    for (const message of messages) await this.#session.run(message, respond);
    this.#owner = this.#session.inTransaction() || keepsSession(messages.at(-1)) ? client : undefined;
    if (this.#owner !== undefined) {
      this.#idleTimer = setTimeout(() => this.#onIdle(client), this.#idleInTransactionMs).unref();
    }
    done();
  }
}
