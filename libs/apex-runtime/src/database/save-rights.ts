import type { DmlOperation } from '../parse/ast.ts';
import type { ApexRecord } from '../values/values.ts';
import type { ObjectRights, Rights, RowError } from './port.ts';
import type { ObjectShape } from './schema.ts';

export const accessDenied = (fields: string[] = []): RowError => ({
  status: 'INSUFFICIENT_ACCESS_OR_READONLY',
  message: 'insufficient access rights on object id',
  fields,
});

const NEEDED: Readonly<Record<DmlOperation, keyof ObjectRights>> = {
  insert: 'create',
  update: 'edit',
  upsert: 'edit',
  delete: 'delete',
  undelete: 'delete',
};

/** In user mode, the user needs the right to the operation and to every field that is saved (Enforce User Mode). */
export function missingRights(
  rights: Rights,
  shape: ObjectShape,
  operation: DmlOperation,
  record: ApexRecord,
): RowError | null {
  if (!rights.object(shape)[NEEDED[operation]]) return accessDenied();
  if (operation === 'delete') return null;
  const denied = [...record.fields.keys()].flatMap((name) => {
    const field = shape.field(name);
    return field && name !== 'id' && !rights.field(shape, field).edit ? [field.name] : [];
  });
  return denied.length > 0 ? accessDenied(denied) : null;
}
