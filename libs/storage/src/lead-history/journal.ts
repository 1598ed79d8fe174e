import type { FieldChange, ObservedSince } from '@leadlight/lead-features';
import type { LeadVersionTable } from './history.tables.ts';

type Version = Pick<LeadVersionTable, 'changed_at' | 'fields'>;

/** A version with its fields. */
export type CompleteVersion<Row extends Pick<Version, 'fields'>> = Row & {
  readonly fields: NonNullable<Row['fields']>;
};

/** Fills in the fields of versions stored without them from the version before. @param versions oldest first */
export function withInheritedFields<Row extends Pick<Version, 'fields'>>(
  versions: readonly Row[],
): CompleteVersion<Row>[] {
  let fields: NonNullable<Row['fields']> = {};
  return versions.map((version) => ({ ...version, fields: (fields = version.fields ?? fields) }));
}

/**
 * Merges revisions that share a time into one version. Each field gets its value from the last revision that has it; when
 * the earlier values applied is unknown.
 * @param versions of one lead, oldest first
 */
export function mergeRevisions<Row extends CompleteVersion<Version>>(versions: readonly Row[]): Row[] {
  const merged: Row[] = [];
  for (const version of versions) {
    const before = merged.at(-1);
    if (before?.changed_at !== version.changed_at) merged.push(version);
    else merged[merged.length - 1] = { ...version, fields: { ...before.fields, ...version.fields } };
  }
  return merged;
}

/**
 * Changes of fields whose history the CRM does not track, from successive versions of one lead: a field that differs
 * between two versions counts as changed at the time of the later one, so that no past instant shows a value before it
 * was certain. Fields with tracked changes are left out. A version that lacks a field says nothing about it: the field was
 * not read, which differs from being empty.
 * @param versions oldest first, one at each instant
 */
export function journalChanges(
  versions: readonly CompleteVersion<Version>[],
  tracked: readonly FieldChange[],
): FieldChange[] {
  if (versions.length < 2) return [];
  const trackedFields = new Set(tracked.map((change) => change.field));
  const changes: FieldChange[] = [];
  /** Survives versions that lack the field. */
  const lastValues = new Map<string, FieldChange['newValue']>();
  for (const { changed_at: at, fields } of versions) {
    for (const [field, newValue] of Object.entries(fields)) {
      const oldValue = lastValues.get(field);
      lastValues.set(field, newValue);
      if (oldValue === undefined || oldValue === newValue || trackedFields.has(field)) continue;
      changes.push({ field, at, oldValue, newValue });
    }
  }
  return changes;
}

/**
 * Since when the fields of one lead have been read. Values of its first version may have been entered at any time before;
 * so may a field's value in the first version that has the field, because it was added or became readable.
 * @param versions of one lead, oldest first, one at each instant, at least one
 */
export function observedOf(versions: readonly CompleteVersion<Version>[]): ObservedSince {
  const [first] = versions;
  const since = first?.changed_at ?? 0;
  const later: Record<string, number> = {};
  let before = first?.fields ?? {};
  for (const { changed_at: at, fields } of versions) {
    // Inherited from the version before.
    if (fields === before) continue;
    for (const field of Object.keys(fields)) if (first && !(field in first.fields)) later[field] ??= at;
    before = fields;
  }
  return Object.keys(later).length > 0 ? { since, later } : { since };
}
