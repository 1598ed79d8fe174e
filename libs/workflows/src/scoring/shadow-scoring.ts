import type { LeadHistory } from '@leadlight/lead-features';
import { messageOf } from '../synchronisation/log.ts';
import type { LeadScoreUpdate, ModelStore, ShadowModel, ShadowModelStore, ShadowScore } from '../ports/index.ts';
import { scoreHistories } from './score-histories.ts';
import { scoringModelOf, type ScoringModel } from './scoring-model.ts';

export interface ShadowScoringPorts {
  readonly shadowModels: Pick<ShadowModelStore, 'listOpen' | 'noteFailure'>;
  readonly models: Pick<ModelStore, 'list' | 'getFile'>;
}

/**
 * Scores leads with the models that are compared with the active one: without reasons, on the same snapshots. Nobody sees the
 * scores, and a model that cannot score does not disturb the active one: why is stored with it.
 */
export class ShadowScoring {
  readonly #ports: ShadowScoringPorts;
  /** By org and model. */
  readonly #loaded = new Map<string, ScoringModel>();

  constructor(ports: ShadowScoringPorts) {
    this.#ports = ports;
  }

  /**
   * @param updates the scores by the active model; leads that lists leave out are not compared
   * @param now at the latest when the histories were read
   */
  async score(
    orgId: string,
    active: ScoringModel['entry'],
    updates: readonly LeadScoreUpdate[],
    histories: readonly LeadHistory[],
    now: number,
  ): Promise<readonly ShadowScore[]> {
    const open = await this.#ports.shadowModels.listOpen(orgId);
    this.#forgetOthers(orgId, open);
    const ranked = new Map(updates.flatMap((update) => (update.unranked === null ? [[update.leadId, update]] : [])));
    const scores: ShadowScore[] = [];
    for (const shadow of open) {
      if (shadow.modelId === active.id) continue;
      try {
        const model = await this.#get(orgId, shadow.modelId);
        const compared = histories.filter(({ leadId }) => ranked.has(leadId));
        const scored = await scoreHistories(model, compared, now, 0);
        for (const { leadId, score, inputHash, asOf } of scored) {
          scores.push({
            subjectId: leadId,
            modelId: shadow.modelId,
            probability: score.probability,
            besideModelId: active.id,
            besideProbability: ranked.get(leadId)!.probability,
            scoredAt: asOf,
            inputHash,
          });
        }
        if (shadow.failure !== null) await this.#ports.shadowModels.noteFailure(orgId, shadow.modelId, null);
      } catch (error) {
        const failure = messageOf(error);
        if (shadow.failure !== failure) await this.#ports.shadowModels.noteFailure(orgId, shadow.modelId, failure);
      }
    }
    return scores;
  }

  async #get(orgId: string, modelId: string): Promise<ScoringModel> {
    const key = `${orgId} ${modelId}`;
    const loaded = this.#loaded.get(key) ?? (await loadModel(this.#ports.models, orgId, modelId));
    this.#loaded.set(key, loaded);
    return loaded;
  }

  #forgetOthers(orgId: string, open: readonly ShadowModel[]): void {
    const kept = new Set(open.map(({ modelId }) => `${orgId} ${modelId}`));
    for (const key of this.#loaded.keys()) if (key.startsWith(`${orgId} `) && !kept.has(key)) this.#loaded.delete(key);
  }
}

async function loadModel(models: ShadowScoringPorts['models'], orgId: string, modelId: string): Promise<ScoringModel> {
  const file = await models.getFile(orgId, modelId);
  const entry = (await models.list(orgId)).find(({ id }) => id === modelId)!;
  return scoringModelOf(entry, file);
}
