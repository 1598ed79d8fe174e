import { cpus, totalmem } from 'node:os';

/** The real date, also where `fixed-date.ts` has shifted the clock. */
export const today = (): string => new Date(performance.timeOrigin + performance.now()).toISOString().slice(0, 10);

/** Processor, memory, Node version and date, for the head of a report. */
export const describeMachine = (): string =>
  [
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `Node ${process.versions.node}`,
    today(),
  ].join(', ');
