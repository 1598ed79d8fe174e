import { LRUCache } from 'lru-cache';
import { WorkflowError } from '../errors.ts';
import { settingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';
import { thresholdAdoptedSince } from '../administration/threshold-in-force.ts';
import { monotonicMs, type MonotonicMs } from '../monotonic-ms.ts';
import { lossesOf } from '../field-health/field-health.ts';
import { heldLosses } from '../field-health/field-loss.ts';
import type {
  CrmUsers,
  ExperimentStore,
  ModelEntry,
  ModelStore,
  OrgStore,
  ScoringSettingsStore,
} from '../ports/index.ts';
import { findPeopleFeatures, PeopleNamesCache } from './people.ts';
import { modelFactsOf } from '../training/model-facts.ts';
import { rankingOf, scoringModelOf, type ScoringModel } from './scoring-model.ts';

/** How long an org's model is used before the store is asked again whether it is still the active one. */
const RECHECK_INTERVAL_MS = 1_000;
/** Memory for the models of all orgs together; the least recently used ones leave it. */
const MAX_MODEL_BYTES = 256 * 2 ** 20;

export interface ActiveModelsPorts {
  readonly models: Pick<ModelStore, 'findActive' | 'getFile'>;
  /** Whose names appear in the reasons of models that learned from lookups to them. */
  readonly crmUsers: Pick<CrmUsers, 'names'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  /** What the org's fields are now, compared with those that the model was trained on. */
  readonly orgs: Pick<OrgStore, 'find'>;
  /** Whose scores are withheld. */
  readonly experiments: Pick<ExperimentStore, 'findOpen'>;
}

/** What a model takes in memory, with its tables for Shapley values, relative to its file: 5 (logistic), 8 (boosting), 20 (forest) measured. */
const BYTES_PER_FILE_BYTE = 20;
/** Everything else that is kept of an org. */
const BYTES_PER_ORG = 32 * 1024;

interface CachedModel {
  readonly model: ScoringModel;
  readonly checkedAtMs: number;
  readonly fileBytes: number;
}

/** The active model of each org and its ranking settings, ready to score, at most a second behind the store. */
export class ActiveModels {
  readonly #ports: ActiveModelsPorts;
  readonly #elapsedMs: MonotonicMs;
  readonly #cached: LRUCache<string, CachedModel>;
  /** Concurrent requests for an org share one check. */
  readonly #checks = new Map<string, Promise<ScoringModel>>();
  readonly #people: PeopleNamesCache;

  constructor(ports: ActiveModelsPorts, elapsedMs: MonotonicMs = monotonicMs, maxBytes = MAX_MODEL_BYTES) {
    this.#ports = ports;
    this.#cached = new LRUCache({
      maxSize: maxBytes,
      // A larger model is kept as well: otherwise it would be read again for every request.
      sizeCalculation: ({ fileBytes }) => Math.min(maxBytes, BYTES_PER_ORG + BYTES_PER_FILE_BYTE * fileBytes),
    });
    this.#elapsedMs = elapsedMs;
    this.#people = new PeopleNamesCache(ports.crmUsers, elapsedMs);
  }

  /** @throws WorkflowError `no_active_model`, `model_not_for_leads`; ForestError where the file is damaged */
  async get(orgId: string): Promise<ScoringModel> {
    const cached = this.#cached.get(orgId);
    if (cached && this.#elapsedMs() - cached.checkedAtMs < RECHECK_INTERVAL_MS) return cached.model;
    let check = this.#checks.get(orgId);
    if (!check) {
      check = this.#check(orgId, cached).finally(() => this.#checks.delete(orgId));
      this.#checks.set(orgId, check);
    }
    return check;
  }

  async #check(orgId: string, cached: CachedModel | undefined): Promise<ScoringModel> {
    const { models } = this.#ports;
    const [entry, newest, experiment] = await Promise.all([
      models.findActive(orgId),
      this.#ports.scoringSettings.findNewest(orgId),
      this.#ports.experiments.findOpen(orgId),
    ]);
    if (!entry) {
      this.#cached.delete(orgId);
      throw new WorkflowError('no_active_model', { orgId });
    }
    const { model: loaded, fileBytes } = cached?.model.entry.id === entry.id ? cached : await this.#read(orgId, entry);
    const ranking = rankingOf(loaded.model, settingsOf(newest), entry.openLeads);
    const threshold = thresholdAdoptedSince(entry.trainedAt, newest) ?? modelFactsOf(loaded.model).threshold;
    const ranked = { ...(await this.#withPeople(orgId, loaded)), ranking, threshold, experiment };
    const model = await this.#withLosses(orgId, ranked, entry);
    this.#cached.set(orgId, { model, checkedAtMs: this.#elapsedMs(), fileBytes });
    return model;
  }

  async #read(orgId: string, entry: ModelEntry): Promise<Pick<CachedModel, 'model' | 'fileBytes'>> {
    const file = await this.#ports.models.getFile(orgId, entry.id);
    return { model: scoringModelOf(entry, file), fileBytes: file.length };
  }

  async #withLosses(
    orgId: string,
    { losses: _losses, accepted: _accepted, ...model }: ScoringModel,
    entry: ModelEntry,
  ): Promise<ScoringModel> {
    const all = await lossesOf(this.#ports, orgId, { entry, schema: model.schema });
    const losses = heldLosses(all);
    const accepted = all.filter(({ isAccepted }) => isAccepted).map(({ field }) => field);
    return { ...model, ...(losses.length > 0 && { losses }), ...(accepted.length > 0 && { accepted }) };
  }

  async #withPeople(orgId: string, model: ScoringModel): Promise<ScoringModel> {
    const features = model.people?.features ?? findPeopleFeatures(model.schema);
    if (!features) return model;
    return { ...model, people: { features, names: await this.#people.get(orgId) } };
  }
}
