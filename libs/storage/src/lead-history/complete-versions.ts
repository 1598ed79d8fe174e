import type { VersionRow } from './read-rows.ts';

export type CompleteVersion<Row extends Pick<VersionRow, 'fields'>> = Row & {
  readonly fields: NonNullable<Row['fields']>;
};

/** Versions with their fields, those of the one before where they say nothing new. @param versions oldest first */
export function withInheritedFields<Row extends Pick<VersionRow, 'fields'>>(
  versions: readonly Row[],
): CompleteVersion<Row>[] {
  let fields: NonNullable<Row['fields']> = {};
  return versions.map((version) => ({ ...version, fields: (fields = version.fields ?? fields) }));
}
