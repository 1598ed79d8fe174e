import type { ServerResponse } from 'node:http';
import { HttpProblem } from './http-problem.ts';

interface Waiting {
  readonly bytes: number;
  readonly start: () => void;
}

/**
 * Lets requests be parsed and answered while the sum of their bodies is below a limit; the others wait in order. Small ones
 * need not wait behind large ones while there is room for them.
 */
export class BodyQueue {
  readonly #maxBytes: number;
  readonly #smallBytes: number;
  readonly #maxWaitMs: number;
  readonly #waiting = new Set<Waiting>();
  #bytes = 0;

  constructor(maxBytes: number, smallBytes: number, maxWaitMs: number) {
    this.#maxBytes = maxBytes;
    this.#smallBytes = smallBytes;
    this.#maxWaitMs = maxWaitMs;
  }

  /**
   * Takes a turn that lasts until the response has been sent, if there is room at once.
   * @returns whether there was
   */
  tryTake(bytes: number, res: ServerResponse): boolean {
    if (this.#waiting.size > 0 && bytes > this.#smallBytes) return false;
    if (!this.#hasRoom(bytes)) return false;
    this.#begin(bytes, res);
    return true;
  }

  /** Waits for a turn that lasts until the response has been sent. @throws HttpProblem `overloaded` after the longest wait */
  async take(bytes: number, res: ServerResponse): Promise<void> {
    if (this.tryTake(bytes, res)) return;
    await new Promise<void>((resolve, reject) => {
      const waiting = { bytes, start: () => (leave(), this.#begin(bytes, res), resolve()) };
      const leave = () => {
        clearTimeout(timer);
        res.off('close', abandon);
        this.#waiting.delete(waiting);
      };
      const abandon = () => {
        leave();
        reject(new HttpProblem('overloaded', { detail: 'The requests before this one take too long.' }));
      };
      const timer = setTimeout(abandon, this.#maxWaitMs);
      // The client has gone.
      res.once('close', abandon);
      this.#waiting.add(waiting);
    });
  }

  #hasRoom(bytes: number): boolean {
    return this.#bytes === 0 || this.#bytes + bytes <= this.#maxBytes;
  }

  #begin(bytes: number, res: ServerResponse): void {
    if (res.destroyed) return;
    this.#bytes += bytes;
    res.once('close', () => {
      this.#bytes -= bytes;
      for (const waiting of this.#waiting) {
        if (!this.#hasRoom(waiting.bytes)) break;
        waiting.start();
      }
    });
  }
}
