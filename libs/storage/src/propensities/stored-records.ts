import type { FieldChange } from '@leadlight/lead-features';
import type { StoredRecord } from '@leadlight/propensity';
import type { Selectable } from 'kysely';
import { journalChanges, mergeRevisions, observedOf } from '../lead-history/journal.ts';
import type { RecordChangeTable, RecordVersionTable } from './propensity.tables.ts';

export type VersionRow = Selectable<Omit<RecordVersionTable, 'org_id' | 'revision'>>;
export type ChangeRow = Selectable<Omit<RecordChangeTable, 'org_id' | 'change_id'>>;

/** A record and the subjects that it belongs to today. */
export interface ParentedRecord {
  readonly record: StoredRecord;
  readonly parents: Readonly<Record<string, string | null>>;
}

/**
 * Records from their versions and their field history.
 * @param versions oldest first for each record
 */
export function assembleRecords(
  versions: readonly VersionRow[],
  changes: readonly ChangeRow[],
): ReadonlyMap<string, ParentedRecord> {
  const changesOf = Map.groupBy(changes, ({ object, record_id }) => `${object}/${record_id}`);
  const records = new Map<string, ParentedRecord>();
  for (const [key, rows] of Map.groupBy(versions, ({ object, record_id }) => `${object}/${record_id}`)) {
    const newest = rows.at(-1)!;
    const merged = mergeRevisions(rows);
    const tracked = (changesOf.get(key) ?? []).map(toChange);
    records.set(key, {
      parents: newest.parents,
      record: {
        id: newest.record_id,
        createdAt: newest.created_at,
        fields: newest.fields,
        changes: [...tracked, ...journalChanges(merged, tracked)],
        isDeleted: newest.deleted,
        endedAt: endOf(rows),
        observed: observedOf(merged),
      },
    });
  }
  return records;
}

const toChange = (row: ChangeRow): FieldChange => ({
  field: row.field,
  at: row.changed_at,
  oldValue: row.old_value,
  newValue: row.new_value,
});

/** When the record was first seen as deleted, having been seen before; null where it is not deleted or was never seen. */
function endOf(rows: readonly VersionRow[]): number | null {
  if (!rows.at(-1)!.deleted) return null;
  const lastSeen = rows.findLastIndex(({ deleted }) => !deleted);
  return lastSeen < 0 ? null : rows[lastSeen + 1]!.changed_at;
}
