import { DAY_MS } from '@leadlight/common';

/** API calls of the current day and the daily limit. */
export class Usage {
  readonly limit: number;
  readonly #now: () => number;
  #day = 0;
  #used = 0;

  constructor(limit: number, now: () => number) {
    this.limit = limit;
    this.#now = now;
  }

  get used(): number {
    const today = Math.floor(this.#now() / DAY_MS);
    if (today !== this.#day) this.#used = 0;
    this.#day = today;
    return this.#used;
  }

  set used(value: number) {
    this.#day = Math.floor(this.#now() / DAY_MS);
    this.#used = value;
  }
}

const unused = (max: number) => ({ Max: max, Remaining: max });

export const toLimits = ({ limit, used }: Usage) => ({
  ConcurrentAsyncGetReportInstances: unused(200),
  ConcurrentSyncReportRuns: unused(20),
  DailyApiRequests: { Max: limit, Remaining: Math.max(0, limit - used) },
  DailyAsyncApexExecutions: unused(250_000),
  DailyBulkApiBatches: unused(15_000),
  DailyBulkV2QueryFileStorageMB: unused(976_562),
  DailyBulkV2QueryJobs: unused(10_000),
  DailyGenericStreamingApiEvents: unused(10_000),
  DailyStreamingApiEvents: unused(10_000),
  DailyWorkflowEmails: unused(1_000),
  DataStorageMB: unused(1_024),
  FileStorageMB: unused(1_024),
  HourlyAsyncReportRuns: unused(1_200),
  HourlySyncReportRuns: unused(500),
  HourlyTimeBasedWorkflow: unused(1_000),
  MassEmail: unused(5_000),
  SingleEmail: unused(5_000),
  StreamingApiConcurrentClients: unused(20),
});
