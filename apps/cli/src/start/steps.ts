export interface Step {
  readonly name: string;
  readonly seconds: number;
}

/** A result with the time that its work took. */
export interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
}

/** Starts work and measures it. */
export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const startedAt = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - startedAt) / 1000 };
}

/** Runs named steps one after the other, logs the outcome of each and records how long it took. */
export class Steps {
  readonly done: Step[] = [];
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  run<T>(name: string, work: () => Promise<T>, outcome: (result: T) => string): Promise<T> {
    return this.finish(name, timed(work), outcome);
  }

  /** Waits for a step that was started before its turn. */
  async finish<T>(name: string, started: Promise<Timed<T>>, outcome: (result: T) => string): Promise<T> {
    const { result, seconds } = await started;
    this.done.push({ name, seconds });
    this.#log(`${name.padEnd(12)} ${outcome(result)} (${seconds.toFixed(1)} s)`);
    return result;
  }
}
