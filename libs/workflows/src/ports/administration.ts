import type { ApiKeyStore } from './api-keys.ts';
import type { AuditLog } from './audit-log.ts';
import type { KeyCertificateStore } from './key-certificates.ts';
import type { ModelStore } from './model-store.ts';
import type { ScoringSettingsStore } from './scoring-settings-store.ts';

/** What administrative acts change, and the log of them. */
export interface AdministrativeStores {
  readonly apiKeys: ApiKeyStore;
  readonly keyCertificates: KeyCertificateStore;
  readonly models: Pick<ModelStore, 'activate'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'append'>;
  readonly auditLog: Pick<AuditLog, 'append'>;
}

export interface Administration {
  /** In one transaction: no act without its row in the audit log, and no row without its act, whenever a process dies. */
  atomically<Result>(act: (stores: AdministrativeStores) => Promise<Result>): Promise<Result>;
}
