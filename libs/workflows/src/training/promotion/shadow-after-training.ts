import type { AdministrativeStores, ShadowRole } from '../../ports/index.ts';
import { predictionOf } from '../model-facts.ts';
import type { PublicationStop } from '../publication-gate.ts';
import type { ActiveModel } from '../train-against-active.ts';
import type { TrainedOrgModel, TrainOnOrgPorts } from '../train-on-org.ts';

/** New leads may disprove these, unlike a lost feature or too few outcomes. */
const DISPROVABLE_STOPS = ['worse_than_active', 'auc_fell'];

/**
 * Who scores in shadow mode after a training: the replaced model, or a new one that was not published only because it seems worse.
 * @returns undefined = neither: a person has decided, or the two models predict different things
 */
export async function shadowAfterTraining(
  { shadowModels }: Pick<TrainOnOrgPorts, 'shadowModels'>,
  orgId: string,
  { model, isByRules }: TrainedOrgModel,
  active: ActiveModel | undefined,
  { published, isForced, stops }: { published: boolean; isForced: boolean; stops: readonly PublicationStop[] },
): Promise<ShadowRole | undefined> {
  if (!active || isByRules || active.entry.learner === 'rules') return undefined;
  if (predictionOf(model) !== predictionOf(active.model.model)) return undefined;
  if (published) return isForced ? undefined : 'former';
  if (!stops.every(({ code }) => DISPROVABLE_STOPS.includes(code))) return undefined;
  const hasChallenger = (await shadowModels.listOpen(orgId)).some(({ role }) => role === 'challenger');
  return hasChallenger ? undefined : 'challenger';
}

export const startShadow = (
  { shadowModels }: Pick<AdministrativeStores, 'shadowModels'>,
  orgId: string,
  { role, active, saved }: { readonly role: ShadowRole; readonly active: string; readonly saved: string },
  startedAt: number,
): Promise<void> =>
  shadowModels.start(orgId, {
    role,
    modelId: role === 'former' ? active : saved,
    besideModelId: role === 'former' ? saved : active,
    startedAt,
    startedBy: 'training',
  });
