import { LRUCache } from 'lru-cache';
import { WorkflowError } from '../errors.ts';
import { monotonicMs, type MonotonicMs } from '../monotonic-ms.ts';
import type { CrmUsers, ModelStore } from '../ports/index.ts';
import { findPeopleFeatures, PeopleNamesCache } from './people.ts';
import { scoringModelOf, type ScoringModel } from './scoring-model.ts';

/** How long an org's model is used before the store is asked again whether it is still the active one. */
const RECHECK_INTERVAL_MS = 1_000;
const MAX_CACHED_ORGS = 50;

/** The active model of each org, ready to score, at most a second behind the store. */
export class ActiveModels {
  readonly #models: Pick<ModelStore, 'findActive' | 'getFile'>;
  readonly #elapsedMs: MonotonicMs;
  readonly #cached = new LRUCache<string, { readonly model: ScoringModel; readonly checkedAtMs: number }>({
    max: MAX_CACHED_ORGS,
  });
  /** Concurrent requests for an org share one check. */
  readonly #checks = new Map<string, Promise<ScoringModel>>();
  readonly #people: PeopleNamesCache;

  /** @param users whose names appear in the reasons of models that learned from lookups to them */
  constructor(
    models: Pick<ModelStore, 'findActive' | 'getFile'>,
    users: Pick<CrmUsers, 'names'>,
    elapsedMs: MonotonicMs = monotonicMs,
  ) {
    this.#models = models;
    this.#elapsedMs = elapsedMs;
    this.#people = new PeopleNamesCache(users, elapsedMs);
  }

  /** @throws WorkflowError `no_active_model`, `model_not_for_leads`; ForestError where the file is damaged */
  async get(orgId: string): Promise<ScoringModel> {
    const cached = this.#cached.get(orgId);
    if (cached && this.#elapsedMs() - cached.checkedAtMs < RECHECK_INTERVAL_MS) return cached.model;
    let check = this.#checks.get(orgId);
    if (!check) {
      check = this.#check(orgId, cached?.model).finally(() => this.#checks.delete(orgId));
      this.#checks.set(orgId, check);
    }
    return check;
  }

  async #check(orgId: string, cached: ScoringModel | undefined): Promise<ScoringModel> {
    const entry = await this.#models.findActive(orgId);
    if (!entry) {
      this.#cached.delete(orgId);
      throw new WorkflowError('no_active_model', { orgId });
    }
    const loaded =
      cached?.entry.id === entry.id ? cached : scoringModelOf(entry, await this.#models.getFile(orgId, entry.id));
    const model = await this.#withPeople(orgId, loaded);
    this.#cached.set(orgId, { model, checkedAtMs: this.#elapsedMs() });
    return model;
  }

  async #withPeople(orgId: string, model: ScoringModel): Promise<ScoringModel> {
    const features = model.people?.features ?? findPeopleFeatures(model.schema);
    if (!features) return model;
    return { ...model, people: { features, names: await this.#people.get(orgId) } };
  }
}
