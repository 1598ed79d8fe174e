import type { Instant } from '@leadlight/lead-features';
import type { FollowedPage, HistoryRecord } from '@leadlight/workflows';
import type { RecordReader } from '../extract/record-reader.ts';
import type { FollowedObject } from './followed-objects.ts';

/** The changes of one object since the previous page. */
export interface ObjectChanges {
  readonly object: FollowedObject;
  readonly ids: readonly string[];
  /** The stream and position of the page. */
  readonly stream: string;
  readonly cursor: string;
  /** When the oldest change was made; undefined = when the oldest record that was read was saved. */
  readonly committedAt?: Instant | null;
  /** Why changes may have been missed. */
  readonly gap: string | undefined;
  /** All records of the object have to be read anew: no time of theirs shows the change. */
  readonly rereads?: true;
}

/** Reads what changed, as one page per object. @throws SalesforceError */
export async function readFollowedPages(
  changes: readonly ObjectChanges[],
  reader: RecordReader,
): Promise<readonly FollowedPage[]> {
  const records = await reader.readByStream(new Map(changes.map(({ object, ids }) => [object, ids])));
  // One sync covers all gaps. The first page requests it, before anything is stored.
  const gap = changes.flatMap((change) => change.gap ?? []).join('; ');
  const rereads = changes.flatMap((change) => (change.rereads ? [change.object] : []));
  return changes.map(({ object, stream, cursor, committedAt }, index) => {
    const read = records.get(object) ?? [];
    return {
      stream,
      records: read,
      cursor,
      partyIds: [...new Set(read.flatMap(partyIdsOf))],
      committedAt: committedAt === undefined ? oldestChange(read) : committedAt,
      ...(index === 0 && gap !== '' && { gap }),
      ...(index === 0 && rereads.length > 0 && { rereads }),
    };
  });
}

const oldestChange = (records: readonly HistoryRecord[]): Instant | null =>
  records.length === 0 ? null : Math.min(...records.map(({ changedAt }) => changedAt));

/** The lead that a record concerns, or the contact that the lead became; none where it concerns neither. */
function partyIdsOf(record: HistoryRecord): readonly string[] {
  if (record.kind === 'lead') return [record.id];
  if (record.kind === 'opportunity' || record.kind === 'contact' || record.kind === 'user') return [];
  const partyId = record.kind === 'activity' ? record.partyId : record.leadId;
  return partyId === '' ? [] : [partyId];
}
