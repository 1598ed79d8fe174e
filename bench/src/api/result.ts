export interface Figures {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** By process of the server, without its database and the load generator. */
  readonly cpuMsPerRequest: Readonly<Record<string, number>>;
  /** Responses with an error status, and broken connections. */
  readonly failures: number;
}

export interface Result {
  readonly name: string;
  /** One lead per request, 1 connection. */
  readonly alone: Figures;
  /** One lead per request, 16 connections. */
  readonly busy: Figures;
  /** The same at about half of that rate. */
  readonly half: Figures;
  /** 200 leads per request, 4 connections. */
  readonly many: Figures;
  readonly memoryBytes: number;
}

export const LEADS_PER_REQUEST = 200;
export const formatWhole = (value: number): string => Math.round(value).toLocaleString('en');
export const formatShort = (value: number): string =>
  value >= 100 ? formatWhole(value) : value.toPrecision(3).replace(/\.?0+$/, '');
