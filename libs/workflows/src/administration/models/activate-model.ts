import type { ModelSummary } from '@leadlight/contract';
import type { Administration, Clock, ModelStore } from '../../ports/index.ts';
import { getModel } from './get-model.ts';
import { modelSummaryOf } from './list-models.ts';

export interface ActivateModelPorts extends Administration {
  readonly models: Pick<ModelStore, 'list'>;
  readonly clock: Clock;
}

/**
 * Makes a model the one that scores; every process takes it up within a second.
 * @param actor who does it, for the audit log: `cli`, `api:<key id>`
 * @throws WorkflowError `unknown_model`
 */
export async function activateModel(
  { models, atomically, clock }: ActivateModelPorts,
  orgId: string,
  modelId: string,
  actor: string,
): Promise<ModelSummary> {
  const entry = await getModel(models, orgId, modelId);
  await atomically(async (stores) => {
    await stores.models.activate(orgId, modelId);
    await stores.auditLog.append(orgId, { at: clock.now(), actor, act: 'model.activate', subject: modelId });
  });
  return modelSummaryOf({ ...entry, active: true });
}
