import type { Org } from '../org/org.ts';
import { findRecord } from '../org/records/record-store.ts';
import { prepareCached } from '../org/statements.ts';
import { type Json, recordAttributes } from '../soql/record-json.ts';

/** The records viewed last, latest first. @param objectName undefined = all objects */
export function listRecentlyViewed(org: Org, version: string, limit: number, objectName?: string): Json[] {
  const rows = prepareCached(
    org.db,
    'SELECT id, object FROM "sandbox.viewed" WHERE ? IS NULL OR object = ? ORDER BY at DESC, id DESC LIMIT ?',
  ).all(objectName ?? null, objectName ?? null, limit);
  return rows.flatMap(({ id, object: name }) => {
    const object = org.schema.findObject(String(name));
    const record = object && findRecord(org.db, object, String(id));
    if (!object || !record || record.IsDeleted === 1) return [];
    const attributes = recordAttributes(version, object.name, String(id));
    return [{ attributes, Id: String(id), Name: record.Name ?? record.Subject ?? null }];
  });
}
