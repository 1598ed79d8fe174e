export interface Step {
  readonly name: string;
  readonly seconds: number;
}

/** Runs named steps one after the other, logs the outcome of each and records how long it took. */
export class Steps {
  readonly done: Step[] = [];
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  async run<T>(name: string, work: () => Promise<T>, outcome: (result: T) => string): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    this.done.push({ name, seconds });
    this.#log(`${name.padEnd(12)} ${outcome(result)} (${seconds.toFixed(1)} s)`);
    return result;
  }
}
