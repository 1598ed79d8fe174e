import type { PropensityDefinition } from '@leadlight/propensity';
import { WorkflowError } from '../errors.ts';
import type { JobClaims, Progress, PropensityStore, SubjectRecordStore, SubjectSource } from '../ports/index.ts';
import { withJob } from '../with-job.ts';
import { readingsOf } from './readings.ts';

export interface SyncSubjectsPorts {
  readonly subjectSource: SubjectSource;
  readonly subjectRecords: SubjectRecordStore;
  readonly propensities: Pick<PropensityStore, 'list'>;
  readonly claims: JobClaims;
}

/**
 * Reads what changed in the records that the org's propensities need. Each page is stored with its cursor, so that a killed
 * sync continues where it stopped. Nothing is read where no propensity is configured.
 * @returns new rows by stream
 * @throws WorkflowError `work_in_progress`, `object_not_readable`
 */
export async function syncSubjects(
  ports: SyncSubjectsPorts,
  progress: Progress,
): Promise<Readonly<Record<string, number>>> {
  const { subjectSource, subjectRecords, propensities, claims } = ports;
  const orgId = await subjectSource.orgId();
  const definitions = (await propensities.list(orgId)).map(({ definition }) => definition);
  const readings = readingsOf(definitions);
  const added: Record<string, number> = {};
  if (readings.length === 0) return added;
  await withJob(claims, orgId, 'sync-subjects', async (lost) => {
    for (const stream of subjectSource.streamsOf(readings)) {
      added[stream] = 0;
      let read = 0;
      const cursor = await subjectRecords.findCursor(orgId, stream);
      for await (const page of subjectSource.pages(readings, stream, cursor)) {
        lost.throwIfAborted();
        added[stream] += await subjectRecords.append(orgId, page.stream, page.rows, page.cursor);
        progress.update(`records of ${stream.replace(/^record:/, '')}`, (read += page.rows.length));
      }
    }
    await saveFields(ports, orgId, definitions);
  });
  return added;
}

async function saveFields(
  { subjectSource, subjectRecords }: SyncSubjectsPorts,
  orgId: string,
  definitions: readonly PropensityDefinition[],
): Promise<void> {
  for (const object of new Set(definitions.map((definition) => definition.object))) {
    const fields = await subjectSource.describeFields(object);
    if (!fields) throw new WorkflowError('object_not_readable', { object });
    await subjectRecords.saveFields(orgId, object, fields);
  }
}
