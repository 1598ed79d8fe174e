/** What is measured of each contender, and how figures are written. */
export interface Figures {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Of each process of the server by name, without its database and the load generator. */
  readonly cpuMsPerRequest: Readonly<Record<string, number>>;
  /** Answers that were no success, and connections that broke. */
  readonly failures: number;
}

export interface Result {
  readonly name: string;
  /** One lead a request, 1 connection. */
  readonly alone: Figures;
  /** One lead a request, 16 connections. */
  readonly busy: Figures;
  /** The same at about half of that rate. */
  readonly half: Figures;
  /** 200 leads a request, 4 connections. */
  readonly many: Figures;
  readonly memoryBytes: number;
}

export const LEADS_PER_REQUEST = 200;
export const formatWhole = (value: number): string => Math.round(value).toLocaleString('en');
export const formatShort = (value: number): string =>
  value >= 100 ? formatWhole(value) : value.toPrecision(3).replace(/\.?0+$/, '');
