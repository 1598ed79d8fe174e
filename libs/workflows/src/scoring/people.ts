import type { FeatureSchema } from '@leadlight/lead-features';
import type { ExplainedScore } from '@leadlight/lead-score';
import { MINUTE_MS } from '@leadlight/common';
import { LRUCache } from 'lru-cache';
import type { MonotonicMs } from '../monotonic-ms.ts';
import type { CrmUsers } from '../ports/index.ts';

/** A model's features whose values are ids of people, and the names of these people. */
export interface People {
  readonly features: ReadonlySet<string>;
  /** By id; a person who is not here is shown by the id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Undefined if no feature names people, as in most orgs: then no names are loaded. */
export function findPeopleFeatures({ features }: FeatureSchema): ReadonlySet<string> | undefined {
  const named = features.filter(({ people }) => people).map(({ name }) => name);
  return named.length > 0 ? new Set(named) : undefined;
}

/** The score with people's names instead of their ids, as it is read, logged and written. The model works with the ids. */
export function withNames(score: ExplainedScore, people: People | undefined): ExplainedScore {
  if (!people || score.reasons.length === 0) return score;
  const reasons = score.reasons.map((reason) => {
    if (!people.features.has(reason.feature) || typeof reason.value !== 'string') return reason;
    return { ...reason, value: people.names.get(reason.value) ?? reason.value };
  });
  return { ...score, reasons };
}

const MAX_NAMES_AGE_MS = 5 * MINUTE_MS;
/** How many names are loaded at most, about 3 MB; those of active people first. Others are shown by their ids. */
export const MAX_PEOPLE = 20_000;
const MAX_CACHED_ORGS = 50;

/** The names of each org's people, cached, so that only the first lead scored in five minutes waits for them. */
export class PeopleNamesCache {
  readonly #users: Pick<CrmUsers, 'names'>;
  readonly #elapsedMs: MonotonicMs;
  readonly #cached = new LRUCache<string, { readonly names: ReadonlyMap<string, string>; readonly readAtMs: number }>({
    max: MAX_CACHED_ORGS,
  });

  constructor(users: Pick<CrmUsers, 'names'>, elapsedMs: MonotonicMs) {
    this.#users = users;
    this.#elapsedMs = elapsedMs;
  }

  async get(orgId: string): Promise<ReadonlyMap<string, string>> {
    const cached = this.#cached.get(orgId);
    if (cached && this.#elapsedMs() - cached.readAtMs < MAX_NAMES_AGE_MS) return cached.names;
    const names = await this.#users.names(orgId, MAX_PEOPLE);
    this.#cached.set(orgId, { names, readAtMs: this.#elapsedMs() });
    return names;
  }
}
