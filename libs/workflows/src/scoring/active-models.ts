import type { Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import type { Clock, CrmUsers, ModelStore } from '../ports/index.ts';
import { PeopleNamesCache } from './people-names.ts';
import { peopleFeaturesOf } from './people.ts';
import { scoringModelOf, type ScoringModel } from './scoring-model.ts';

/** How long an org's active model is taken for the active one without asking the store. */
const RECHECK_INTERVAL_MS = 1_000;
/** Orgs whose model is kept in memory; the one that was asked for longest ago goes first. */
const MAX_CACHED_ORGS = 50;

interface CachedModel {
  readonly loaded: ScoringModel;
  readonly checkedAt: Instant;
}

/** The active model of each org, ready to score, at most a second behind the store. */
export class ActiveModels {
  readonly #models: Pick<ModelStore, 'findActive' | 'getFile'>;
  readonly #clock: Clock;
  readonly #known = new Map<string, CachedModel>();
  /** What many requests wait for is asked once. */
  readonly #checks = new Map<string, Promise<ScoringModel>>();

  readonly #people: PeopleNamesCache;

  /** @param users told by name in the reasons of models that learned from lookups to them */
  constructor(models: Pick<ModelStore, 'findActive' | 'getFile'>, users: Pick<CrmUsers, 'names'>, clock: Clock) {
    this.#models = models;
    this.#clock = clock;
    this.#people = new PeopleNamesCache(users, clock);
  }

  /** @throws WorkflowError `no_active_model`, `model_not_for_leads`; ForestError where the file is damaged */
  async get(orgId: string): Promise<ScoringModel> {
    const known = this.#known.get(orgId);
    if (known && this.#clock.now() - known.checkedAt < RECHECK_INTERVAL_MS) return known.loaded;
    let check = this.#checks.get(orgId);
    if (!check) {
      check = this.#check(orgId, known?.loaded).finally(() => this.#checks.delete(orgId));
      this.#checks.set(orgId, check);
    }
    return check;
  }

  async #check(orgId: string, known: ScoringModel | undefined): Promise<ScoringModel> {
    const entry = await this.#models.findActive(orgId);
    this.#known.delete(orgId);
    if (!entry) {
      throw new WorkflowError('no_active_model', `Org ${orgId} has no active model. Run "leadlight train" first.`);
    }
    const loaded =
      known?.entry.id === entry.id ? known : scoringModelOf(entry, await this.#models.getFile(orgId, entry.id));
    const ready = await this.#named(orgId, loaded);
    this.#remember(orgId, ready);
    return ready;
  }

  async #named(orgId: string, loaded: ScoringModel): Promise<ScoringModel> {
    const features = loaded.people?.features ?? peopleFeaturesOf(loaded.schema);
    if (!features) return loaded;
    return { ...loaded, people: { features, names: await this.#people.get(orgId) } };
  }

  #remember(orgId: string, loaded: ScoringModel): void {
    this.#known.set(orgId, { loaded, checkedAt: this.#clock.now() });
    if (this.#known.size <= MAX_CACHED_ORGS) return;
    const oldest = this.#known.keys().next();
    if (oldest.done) return;
    this.#known.delete(oldest.value);
    this.#people.forget(oldest.value);
  }
}
