import type { Socket } from 'node:net';

const MAX_CLIENTS = 200;
/** Sockets that have not sent the password. */
const MAX_UNKNOWN = 100;
/** Shorter than PostgreSQL's authentication_timeout: clients are on the same machine and need milliseconds. */
const SIGN_IN_TIMEOUT_MS = 5_000;

/**
 * The connections of the embedded server. Those that have not sent the password never take the place of those that have:
 * each has limited time to send it, and when there are too many, the oldest is closed.
 */
export class Clients {
  readonly #unknown = new Map<Socket, NodeJS.Timeout>();
  readonly #admitted = new Set<Socket>();

  get size(): number {
    return this.#admitted.size;
  }

  add(socket: Socket): void {
    if (this.#unknown.size >= MAX_UNKNOWN) this.#unknown.keys().next().value?.destroy();
    this.#unknown.set(
      socket,
      setTimeout(() => socket.destroy(), SIGN_IN_TIMEOUT_MS),
    );
    socket.once('close', () => {
      this.#forgetUnknown(socket);
      this.#admitted.delete(socket);
    });
  }

  /** To be called when the socket has sent the password. @returns false where there are too many clients */
  admit(socket: Socket): boolean {
    this.#forgetUnknown(socket);
    if (this.#admitted.size >= MAX_CLIENTS) return false;
    this.#admitted.add(socket);
    return true;
  }

  /** Hands to the operating system what was written to the sockets. */
  flush(): void {
    for (const socket of this.#admitted) socket.uncork();
  }

  destroyAll(): void {
    for (const socket of [...this.#unknown.keys(), ...this.#admitted]) socket.destroy();
  }

  #forgetUnknown(socket: Socket): void {
    clearTimeout(this.#unknown.get(socket));
    this.#unknown.delete(socket);
  }
}
