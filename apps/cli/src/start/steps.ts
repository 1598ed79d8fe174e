export interface Step {
  readonly name: string;
  readonly seconds: number;
}

/** Runs named steps one after the other, tells each when it is done, and keeps how long it took. */
export class Steps {
  readonly done: Step[] = [];
  readonly #tell: (line: string) => void;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  async run<T>(name: string, work: () => Promise<T>, outcome: (result: T) => string): Promise<T> {
    const started = performance.now();
    const result = await work();
    const seconds = (performance.now() - started) / 1000;
    this.done.push({ name, seconds });
    this.#tell(`${name.padEnd(12)} ${outcome(result)} (${seconds.toFixed(1)} s)`);
    return result;
  }
}
