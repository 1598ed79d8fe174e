import type { ScoringSettings } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';

/** One revision of an org’s scoring settings, stored forever. */
export interface ScoringSettingsRevision {
  /** 1, 2, 3 … per org; 0 means the defaults, which are not stored. */
  readonly revision: number;
  readonly settings: ScoringSettings;
  readonly changedAt: Instant;
  /** `cli`, `api:<key id>`. */
  readonly changedBy: string;
  /** The revision that an undo restored; null = not an undo. */
  readonly restores: number | null;
}

export interface ScoringSettingsStore {
  findNewest(orgId: string): Promise<ScoringSettingsRevision | undefined>;
  find(orgId: string, revision: number): Promise<ScoringSettingsRevision | undefined>;
  /** @returns false if the org already has a revision with this number, because another change was faster */
  append(orgId: string, revision: ScoringSettingsRevision): Promise<boolean>;
}
