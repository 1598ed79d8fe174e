import { WorkflowError } from '../../errors.ts';
import type {
  Administration,
  Clock,
  ModelEntry,
  ModelStore,
  ShadowModel,
  ShadowModelStore,
} from '../../ports/index.ts';
import { scoringModelOf } from '../../scoring/scoring-model.ts';
import { predictionOf } from '../model-facts.ts';

export interface ChallengerPorts extends Administration {
  readonly models: Pick<ModelStore, 'findActive' | 'list' | 'getFile'>;
  readonly shadowModels: Pick<ShadowModelStore, 'listOpen'>;
  readonly clock: Clock;
}

/**
 * Lets a stored model score every lead in shadow mode, to be promoted if it proves better. It replaces a challenger that is running.
 * @param modelId undefined = the newest stored model that is not active
 * @param actor for the audit log: `cli`, `api:<key id>`, `training`
 * @throws WorkflowError `no_active_model`, `unknown_model`, `challenger_not_comparable`
 */
export async function startChallenger(
  { models, atomically, clock }: ChallengerPorts,
  orgId: string,
  modelId: string | undefined,
  actor: string,
): Promise<ModelEntry> {
  const active = await models.findActive(orgId);
  if (!active) throw new WorkflowError('no_active_model', { orgId });
  const others = (await models.list(orgId)).filter(({ id }) => id !== active.id);
  const entry =
    modelId === undefined
      ? others.toSorted((a, b) => b.version - a.version)[0]
      : others.find(({ id }) => id === modelId);
  if (!entry) {
    if (modelId === active.id || modelId === undefined) {
      throw new WorkflowError('challenger_not_comparable', { problem: 'there is no other model than the active one' });
    }
    throw new WorkflowError('unknown_model', { modelId });
  }
  const [own, theirs] = await Promise.all([predictedBy(models, orgId, entry), predictedBy(models, orgId, active)]);
  if (own !== theirs) {
    throw new WorkflowError('challenger_not_comparable', {
      problem: `it predicts ${own}, and the active model ${theirs}`,
    });
  }
  await atomically(async (stores) => {
    const at = clock.now();
    const shadow = { modelId: entry.id, role: 'challenger', besideModelId: active.id } as const;
    await stores.shadowModels.start(orgId, { ...shadow, startedAt: at, startedBy: actor });
    await stores.auditLog.append(orgId, { at, actor, act: 'challenger.start', subject: entry.id });
  });
  return entry;
}

/** @throws WorkflowError `no_challenger` */
export async function stopChallenger(
  { shadowModels, atomically, clock }: ChallengerPorts,
  orgId: string,
  actor: string,
): Promise<ShadowModel> {
  const challenger = (await shadowModels.listOpen(orgId)).find(({ role }) => role === 'challenger');
  if (!challenger) throw new WorkflowError('no_challenger', { orgId });
  await atomically(async (stores) => {
    const at = clock.now();
    await stores.shadowModels.end(orgId, challenger, { endedAt: at, endedAs: 'stopped' });
    await stores.auditLog.append(orgId, { at, actor, act: 'challenger.stop', subject: challenger.modelId });
  });
  return challenger;
}

/** @throws WorkflowError `model_not_for_leads` */
async function predictedBy(models: Pick<ModelStore, 'getFile'>, orgId: string, entry: ModelEntry): Promise<string> {
  return predictionOf(scoringModelOf(entry, await models.getFile(orgId, entry.id)).model);
}
