import type { Usage } from './usage.ts';

const unused = (max: number) => ({ Max: max, Remaining: max });

/** The result of the limits resource. */
export const toLimits = (usage: Usage) => ({
  ConcurrentAsyncGetReportInstances: unused(200),
  ConcurrentSyncReportRuns: unused(20),
  DailyApiRequests: { Max: usage.limit, Remaining: Math.max(0, usage.limit - usage.used()) },
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
