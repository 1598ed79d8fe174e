import type { writeBack } from '@leadlight/workflows';
import { formatCount } from '../terminal/write-output.ts';

/** Rejected records that the output names. */
const MAX_REJECTED_LINES = 10;

/** What was written to the org, and what was not. */
export function writtenLines(result: Awaited<ReturnType<typeof writeBack>>, noun = 'leads'): string[] {
  const { written, waiting, leftoverJobs, warnings, apiUsage, failed } = result;
  const unnamed = failed.length - MAX_REJECTED_LINES;
  return [
    `${formatCount(written)} ${noun} are written.`,
    ...(waiting ? [`${waiting} are waiting because the org was busy. The next run writes them.`] : []),
    ...leftoverJobs,
    ...warnings.map((warning) => `  not everything was written: ${warning}`),
    ...(apiUsage ? [`API calls used in this org today: ${apiUsage.used} of ${apiUsage.limit}.`] : []),
    ...failed.slice(0, MAX_REJECTED_LINES).map(({ leadId, message }) => `  rejected ${leadId}: ${message}`),
    ...(unnamed > 0 ? [`  … and ${unnamed} more`] : []),
  ];
}
