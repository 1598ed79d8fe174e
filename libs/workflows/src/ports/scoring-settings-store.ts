import type { ScoringSettings } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';

/** One state of an org’s scoring settings, kept for ever. */
export interface ScoringSettingsRevision {
  /** 1, 2, 3 … per org; 0 stands for the defaults, which are not stored. */
  readonly revision: number;
  readonly settings: ScoringSettings;
  readonly changedAt: Instant;
  /** `cli`, `api:<key id>`. */
  readonly changedBy: string;
  /** The revision that was brought back by an undo; null = something new. */
  readonly restores: number | null;
}

export interface ScoringSettingsStore {
  findNewest(orgId: string): Promise<ScoringSettingsRevision | undefined>;
  find(orgId: string, revision: number): Promise<ScoringSettingsRevision | undefined>;
  /** @returns false where the org has a revision of that number already: somebody else was faster */
  append(orgId: string, revision: ScoringSettingsRevision): Promise<boolean>;
}
