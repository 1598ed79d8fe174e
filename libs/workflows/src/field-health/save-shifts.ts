import type { OrgStore } from '../ports/index.ts';

/**
 * Stores the factors by which the numbers of fields have changed since a model was trained, so that every process knows
 * them. A factor that was found once stays until another model is active: a changed unit does not change back on its own.
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
