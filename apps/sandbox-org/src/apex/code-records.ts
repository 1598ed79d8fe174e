import type { DatabaseSync } from 'node:sqlite';
import { integrationUserId } from '../company/index.ts';
import type { ComponentStore } from '../metadata/component-store.ts';
import { textOf } from '../metadata/xml.ts';
import { createInserts } from '../org/load-company.ts';
import type { Schema } from '../org/schema/schema.ts';
import { sourceOf } from './compile.ts';

/** Replaces the records of classes and triggers with what is deployed. */
export function writeCode(db: DatabaseSync, schema: Schema, components: ComponentStore): void {
  const inserts = createInserts(db, schema);
  for (const type of ['ApexClass', 'ApexTrigger']) {
    db.exec(`DELETE FROM "${type}"`);
    for (const component of components.ofType(type)) {
      const { id, fullName, body, createdDate, modifiedDate } = component;
      const source = sourceOf(component);
      inserts(type)({
        Id: id,
        Name: fullName,
        ApiVersion: Number(textOf(body, 'apiVersion')),
        Status: textOf(body, 'status') ?? 'Active',
        IsValid: true,
        Body: source,
        LengthWithoutComments: source.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '').length,
        CreatedDate: createdDate,
        CreatedById: integrationUserId,
        LastModifiedDate: modifiedDate,
        LastModifiedById: integrationUserId,
        SystemModstamp: modifiedDate,
        TableEnumOrId: /^\s*trigger\s+\w+\s+on\s+(\w+)/im.exec(source)?.[1] ?? null,
      });
    }
  }
}
