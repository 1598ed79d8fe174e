import type { Instant } from '@leadlight/lead-features';

/** One administrative act: append-only. */
export interface AuditEntry {
  readonly at: Instant;
  /** `cli`, `api:<key id>`; `training` where a new model took its place by itself. */
  readonly actor: string;
  /** `key.create`, `key.revoke`, `key.rotate`, `model.activate`, … */
  readonly act: string;
  /** What it was done to: a key’s or model’s id. */
  readonly subject: string;
}

export interface AuditLog {
  append(orgId: string, entry: AuditEntry): Promise<void>;
  /** Newest first. */
  list(orgId: string, limit: number): Promise<readonly AuditEntry[]>;
}
