import type { Org } from '../org/org.ts';
import { findRecord } from '../org/records/record-store.ts';
import { prepareCached } from '../org/statements.ts';
import type { Json } from '../soql/record-json.ts';

/** The records looked at last, latest first. @param objectName undefined = of every object */
export function listRecentlyViewed(org: Org, version: string, most: number, objectName?: string): Json[] {
  const rows = prepareCached(
    org.db,
    'SELECT id, object FROM "sandbox.viewed" WHERE ? IS NULL OR object = ? ORDER BY at DESC, id DESC LIMIT ?',
  ).all(objectName ?? null, objectName ?? null, most);
  return rows.flatMap(({ id, object: name }) => {
    const object = org.schema.findObject(String(name));
    const record = object && findRecord(org.db, object, String(id));
    if (!object || !record || record.IsDeleted === 1) return [];
    const url = `/services/data/${version}/sobjects/${object.name}/${String(id)}`;
    return [{ attributes: { type: object.name, url }, Id: String(id), Name: record.Name ?? record.Subject ?? null }];
  });
}
