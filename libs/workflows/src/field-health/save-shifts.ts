import type { OrgStore } from '../ports/index.ts';

/**
 * Stores by which factors the numbers of fields have changed since a model was trained, so that every process knows. A
 * factor that was found before stays until another model is active: what was multiplied does not come back by itself.
 */
export async function saveShifts(
  orgs: Pick<OrgStore, 'find' | 'saveFields'>,
  orgId: string,
  modelId: string,
  factors: ReadonlyMap<string, number>,
): Promise<void> {
  const org = await orgs.find(orgId);
  if (!org) return;
  const isNew = org.fields.some(({ name, shift }) => factors.has(name) && shift?.modelId !== modelId);
  if (!isNew) return;
  const fields = org.fields.map((field) => {
    const factor = factors.get(field.name);
    return factor === undefined || field.shift?.modelId === modelId ? field : { ...field, shift: { factor, modelId } };
  });
  await orgs.saveFields(orgId, fields);
}
