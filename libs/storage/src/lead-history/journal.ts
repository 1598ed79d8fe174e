import type { FieldChange, ObservedSince } from '@leadlight/lead-features';
import type { VersionRow } from './read-rows.ts';
import type { CompleteVersion } from './complete-versions.ts';

/**
 * What successive versions of one lead tell about fields whose history the CRM does not track: a field that differs
 * between two versions changed by the later one's time. That time, not an earlier one, so that a past instant never
 * shows a value before it was certain. A field with tracked changes is left to them. A version that lacks a field
 * says nothing about it: it was not read, which is not the same as empty.
 * @param versions of one lead, oldest first
 */
export function journalChanges(
  versions: readonly CompleteVersion<Pick<VersionRow, 'changed_at' | 'fields'>>[],
  tracked: readonly FieldChange[],
): FieldChange[] {
  if (versions.length < 2) return [];
  const trackedFields = new Set(tracked.map((change) => change.field));
  const changes: FieldChange[] = [];
  /** Last known value by field: a version that lacks a field does not forget it. */
  const known = new Map<string, FieldChange['newValue']>();
  for (const { changed_at: at, fields } of versions) {
    for (const [field, newValue] of Object.entries(fields)) {
      const oldValue = known.get(field);
      known.set(field, newValue);
      if (oldValue === undefined || oldValue === newValue || trackedFields.has(field)) continue;
      changes.push({ field, at, oldValue, newValue });
    }
  }
  return changes;
}

/**
 * From when on the fields of one lead were read. What its first version holds was entered any time before; so was what a
 * later version is the first to hold, because the field was added or became readable.
 * @param versions of one lead, oldest first, at least one
 */
export function observedOf(
  versions: readonly CompleteVersion<Pick<VersionRow, 'changed_at' | 'fields'>>[],
): ObservedSince {
  const [first] = versions;
  const since = first?.changed_at ?? 0;
  const later: Record<string, number> = {};
  let before = first?.fields ?? {};
  for (const { changed_at: at, fields } of versions) {
    // A version that says nothing new has the very fields of the one before.
    if (fields === before) continue;
    for (const field of Object.keys(fields)) if (first && !(field in first.fields)) later[field] ??= at;
    before = fields;
  }
  return Object.keys(later).length > 0 ? { since, later } : { since };
}
