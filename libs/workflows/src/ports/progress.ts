/** Reports the progress of long work. The CLI draws it, the service logs it, tests ignore it. */
export interface Progress {
  /** `total` undefined = not known yet. */
  update(step: string, done: number, total?: number): void;
}

export const noProgress: Progress = { update: () => undefined };
