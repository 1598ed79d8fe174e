import { MINUTE_MS } from '@leadlight/common';
import { LRUCache } from 'lru-cache';
import { monotonicMs, type MonotonicMs } from '../monotonic-ms.ts';
import type { OrgStore } from '../ports/index.ts';

const MAX_AGE_MS = 5 * MINUTE_MS;
const MAX_CACHED_ORGS = 50;

type FieldNames = ReadonlySet<string> | undefined;

/** The names of each org's lead fields, cached: a field that somebody adds is known within five minutes of the next sync. */
export class OrgFieldNames {
  readonly #orgs: Pick<OrgStore, 'find'>;
  readonly #elapsedMs: MonotonicMs;
  readonly #cached = new LRUCache<string, { readonly names: Promise<FieldNames>; readonly readAtMs: number }>({
    max: MAX_CACHED_ORGS,
  });

  constructor(orgs: Pick<OrgStore, 'find'>, elapsedMs: MonotonicMs = monotonicMs) {
    this.#orgs = orgs;
    this.#elapsedMs = elapsedMs;
  }

  /** @returns undefined where the org was never synced, so that its fields are not known */
  get(orgId: string): Promise<FieldNames> {
    const cached = this.#cached.get(orgId);
    if (cached && this.#elapsedMs() - cached.readAtMs < MAX_AGE_MS) return cached.names;
    const names = this.#read(orgId);
    this.#cached.set(orgId, { names, readAtMs: this.#elapsedMs() });
    // A failed read is not kept.
    names.catch(() => this.#cached.delete(orgId));
    return names;
  }

  async #read(orgId: string): Promise<FieldNames> {
    const fields = (await this.#orgs.find(orgId))?.fields ?? [];
    return fields.length > 0 ? new Set(fields.map(({ name }) => name)) : undefined;
  }
}
