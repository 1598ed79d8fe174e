import type { Instant } from '@leadlight/lead-features';

/** One administrative action: append-only. */
export interface AuditEntry {
  readonly at: Instant;
  /** `cli`, `api:<key id>`; `training` for a model that a training activated. */
  readonly actor: string;
  /** `key.create`, `key.revoke`, `key.rotate`, `model.activate`, … */
  readonly act: string;
  /** The id of the key, model, … that was changed. */
  readonly subject: string;
  /** The evidence for an act that was decided on figures, plain JSON. */
  readonly detail?: unknown;
}

export interface AuditLog {
  append(orgId: string, entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(orgId: string, limit: number): Promise<readonly AuditEntry[]>;
}
