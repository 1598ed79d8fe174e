import type { Org } from '../org/org.ts';
import { formatApiTime } from '../soql/record-json.ts';
import type { CsvFormat } from './csv.ts';

interface BulkV2Job {
  readonly id: string;
  readonly apiVersion: number;
  readonly format: CsvFormat;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly state: string;
  readonly errorMessage: string | undefined;
}

/** What the descriptions of ingest jobs and query jobs have in common. */
export const toJobInfo = ({ userId }: Org, job: BulkV2Job) => ({
  id: job.id,
  createdById: userId,
  createdDate: formatApiTime(job.createdAt),
  systemModstamp: formatApiTime(job.changedAt),
  state: job.state,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: job.apiVersion,
  lineEnding: job.format.lineEnding,
  columnDelimiter: job.format.delimiter,
});

export const toProgressInfo = (job: BulkV2Job) => ({
  retries: 0,
  totalProcessingTime: job.changedAt - job.createdAt,
  errorMessage: job.errorMessage,
});
