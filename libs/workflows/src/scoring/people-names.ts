import type { Instant } from '@leadlight/lead-features';
import type { Clock, CrmUsers } from '../ports/index.ts';

/** A new name shows up so late at most. */
const MAX_NAMES_AGE_MS = 5 * 60_000;
/** Some 3 MB. Of more people those who are active are known. */
const MAX_PEOPLE = 20_000;

interface CachedNames {
  readonly names: ReadonlyMap<string, string>;
  readonly readAt: Instant;
}

/** What the people of each org are called, kept in memory: no lead that is scored waits for it, but the first. */
export class PeopleNamesCache {
  readonly #users: Pick<CrmUsers, 'names'>;
  readonly #clock: Clock;
  readonly #known = new Map<string, CachedNames>();

  constructor(users: Pick<CrmUsers, 'names'>, clock: Clock) {
    this.#users = users;
    this.#clock = clock;
  }

  async get(orgId: string): Promise<ReadonlyMap<string, string>> {
    const known = this.#known.get(orgId);
    if (known && this.#clock.now() - known.readAt < MAX_NAMES_AGE_MS) return known.names;
    const names = await this.#users.names(orgId, MAX_PEOPLE);
    this.#known.set(orgId, { names, readAt: this.#clock.now() });
    return names;
  }

  forget(orgId: string): void {
    this.#known.delete(orgId);
  }
}
