import { DAY_MS } from '@leadlight/common';
import type { PairedEvidence } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import { scoringSettingsOf } from '../../administration/scoring-settings/read-scoring-settings.ts';
import { modelActEvent } from '../../notifications/service-events.ts';
import { lossesOf } from '../../field-health/field-health.ts';
import type {
  Administration,
  Clock,
  JobClaims,
  ModelEntry,
  ModelEventStore,
  ModelStore,
  OrgStore,
  Progress,
  ScoringSettingsStore,
  ShadowEnd,
  ShadowModel,
  ShadowModelStore,
} from '../../ports/index.ts';
import { scoringModelOf } from '../../scoring/scoring-model.ts';
import { withJob } from '../../with-job.ts';
import { horizonDaysOf } from '../model-facts.ts';
import { shadowEvidence, type EvidencePorts } from './shadow-evidence.ts';

export interface DecideOnShadowsPorts extends Administration, EvidencePorts {
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly models: Pick<ModelStore, 'findActive' | 'list' | 'getFile'>;
  readonly shadowModels: Pick<ShadowModelStore, 'listOpen' | 'noteEvidence'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly modelEvents: Pick<ModelEventStore, 'open'>;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

/** What is known of a shadow model, and what was decided. */
export interface ShadowState {
  readonly shadow: ShadowModel;
  /** Of the shadow model. */
  readonly version: number;
  readonly activeVersion: number;
  /** Absent where it cannot be compared yet. */
  readonly evidence?: PairedEvidence;
  /** Evidence from which it becomes the active model. */
  readonly threshold: number;
  /** How the comparison ended; absent while it goes on. */
  readonly ended?: ShadowEnd;
  /** Why it was not promoted although it is better. */
  readonly heldBack?: 'fields_lost';
}

/** A worse model is promoted in at most 1 of 20 comparisons, however long each lasts. */
const PROMOTION_EVIDENCE = 20;
/** Lower: the former model was good enough before, so that to come back by mistake costs little. */
const ROLL_BACK_EVIDENCE = 10;
const MAX_CHALLENGER_DAYS = 180;
/** After the horizon of the last leads that count. */
const MAX_FORMER_DAYS_AFTER_HORIZON = 28;

/**
 * Decides on each shadow model by the evidence so far. A challenger that is better becomes active, and the replaced model goes on
 * in shadow mode as the former one. A former model that is better comes back. A model that has been promoted or rolled back is
 * never started again without somebody's decision, so that two models cannot take turns. Every change is audited with its evidence.
 * @param decides false only shows what is known
 * @throws WorkflowError `work_in_progress`
 */
export async function decideOnShadows(
  ports: DecideOnShadowsPorts,
  orgId: string,
  progress: Progress,
  decides = true,
): Promise<readonly ShadowState[]> {
  const work = async () => {
    const states: ShadowState[] = [];
    // The former model first: what it proves about the active one comes before a challenger of it.
    const open = (await ports.shadowModels.listOpen(orgId)).toSorted((a, b) => (a.role < b.role ? 1 : -1));
    for (const shadow of open) {
      const state = await assessShadow(ports, orgId, shadow, progress);
      if (state) states.push(decides ? await decide(ports, orgId, state) : state);
    }
    return states;
  };
  return decides ? withJob(ports.claims, orgId, 'training', work) : work();
}

async function assessShadow(
  ports: DecideOnShadowsPorts,
  orgId: string,
  shadow: ShadowModel,
  progress: Progress,
): Promise<(ShadowState & { readonly active: ModelEntry; readonly horizonDays: number }) | undefined> {
  const { models, scoringSettings, clock } = ports;
  const active = await models.findActive(orgId);
  const entry = (await models.list(orgId)).find(({ id }) => id === shadow.modelId);
  if (!active || !entry) return undefined;
  const { goal } = await scoringSettingsOf({ scoringSettings }, orgId);
  const { model } = scoringModelOf(active, await models.getFile(orgId, active.id));
  const horizonDays = horizonDaysOf(model);
  const threshold = shadow.role === 'former' ? ROLL_BACK_EVIDENCE : PROMOTION_EVIDENCE;
  const state = { shadow, active, horizonDays, version: entry.version, activeVersion: active.version, threshold };
  if (isReplaced(shadow, active)) return { ...state, ended: 'replaced' };
  const predicted = { goal, horizonDays };
  const evidence = await shadowEvidence(ports, orgId, shadow, active.id, predicted, clock.now(), progress);
  const { schema } = scoringModelOf(entry, await models.getFile(orgId, entry.id));
  const losses = await lossesOf(ports, orgId, { entry, schema });
  return { ...state, ...(evidence && { evidence }), ...(losses.length > 0 && { heldBack: 'fields_lost' as const }) };
}

/** Another model was made active meanwhile: the shadow model itself, or for a former model, one that did not replace it. */
const isReplaced = ({ role, modelId, besideModelId }: ShadowModel, { id }: ModelEntry): boolean =>
  modelId === id || (role === 'former' && besideModelId !== id);

async function decide(
  ports: DecideOnShadowsPorts,
  orgId: string,
  { active, horizonDays, ...state }: ShadowState & { readonly active: ModelEntry; readonly horizonDays: number },
): Promise<ShadowState> {
  const now = ports.clock.now();
  const ended = state.ended ?? endOf(state, horizonDays, now);
  if (!ended) {
    const { shadow, evidence, threshold } = state;
    if (evidence) await ports.shadowModels.noteEvidence(orgId, shadow, { at: now, threshold, ...evidence });
    return state;
  }
  await carryOut(ports, orgId, { ...state, ended }, active);
  return { ...state, ended };
}

function endOf(
  { shadow, evidence, threshold, heldBack }: ShadowState,
  horizonDays: number,
  now: Instant,
): ShadowEnd | undefined {
  const isFormer = shadow.role === 'former';
  if (evidence && evidence.challenger >= threshold && !heldBack) return isFormer ? 'restored' : 'promoted';
  if (evidence && evidence.incumbent >= PROMOTION_EVIDENCE) return 'worse';
  const maxDays = isFormer ? horizonDays + MAX_FORMER_DAYS_AFTER_HORIZON : MAX_CHALLENGER_DAYS;
  return now - shadow.startedAt > maxDays * DAY_MS ? 'expired' : undefined;
}

const ACTS = { promoted: 'model.promote', restored: 'model.roll_back' } as const;

/** In one transaction, so that no model becomes active without the entry that says why. */
async function carryOut(
  { atomically, modelEvents, clock }: DecideOnShadowsPorts,
  orgId: string,
  { shadow, ended, evidence, threshold, version, activeVersion }: ShadowState & { readonly ended: ShadowEnd },
  active: ModelEntry,
): Promise<void> {
  const { modelId, role, startedAt } = shadow;
  const at = clock.now();
  const facts = { version, comparedWith: active.id, comparedWithVersion: activeVersion, since: startedAt, threshold };
  const detail = { at, ...facts, ...evidence };
  const isActiveNow = await atomically(async (stores) => {
    // Somebody may have stopped it in the meantime.
    if (!(await stores.shadowModels.end(orgId, shadow, { endedAt: at, endedAs: ended, evidence: detail })))
      return false;
    if (ended !== 'promoted' && ended !== 'restored') return false;
    await stores.models.activate(orgId, modelId);
    await stores.auditLog.append(orgId, { at, actor: 'monitor', act: ACTS[ended], subject: modelId, detail });
    if (role === 'challenger') {
      const former = { modelId: active.id, role: 'former', besideModelId: modelId } as const;
      await stores.shadowModels.start(orgId, { ...former, startedAt: at, startedBy: 'monitor' });
    }
    return true;
  });
  if (!isActiveNow) return;
  const kind = ended === 'promoted' ? 'model_promoted' : 'model_rolled_back';
  const decided = { id: modelId, version, formerVersion: activeVersion, leads: evidence?.leads ?? 0, since: startedAt };
  await modelEvents.open(orgId, modelActEvent(kind, decided, at));
}
