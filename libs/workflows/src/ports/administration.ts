import type { AudienceStore } from './audience-store.ts';
import type { AlertStore } from './alerts.ts';
import type { ApiKeyStore } from './api-keys.ts';
import type { AuditLog } from './audit-log.ts';
import type { ExperimentStore } from './experiments.ts';
import type { KeyCertificateStore } from './key-certificates.ts';
import type { ModelStore } from './model-store.ts';
import type { DeliveryStore, RouteSettingsStore } from './notifications.ts';
import type { ShadowModelStore } from './shadow-models.ts';
import type { ScoringSettingsStore } from './scoring-settings-store.ts';

/** What administrative actions change, and their log. */
export interface AdministrativeStores {
  readonly apiKeys: ApiKeyStore;
  readonly keyCertificates: KeyCertificateStore;
  readonly models: Pick<ModelStore, 'activate' | 'save'>;
  readonly shadowModels: Pick<ShadowModelStore, 'start' | 'end'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'append'>;
  readonly notificationSettings: Pick<RouteSettingsStore, 'save'>;
  readonly deliveries: Pick<DeliveryStore, 'add'>;
  readonly alerts: Pick<AlertStore, 'saveSettings' | 'raise'>;
  readonly audiences: Pick<
    AudienceStore,
    'create' | 'change' | 'confirm' | 'requestWrite' | 'delete' | 'listMembers' | 'saveMembers'
  >;
  readonly experiments: Pick<ExperimentStore, 'start' | 'stop'>;
  readonly auditLog: Pick<AuditLog, 'append'>;
}

export interface Administration {
  /** Runs in one transaction, so that even after a kill there is no action without its audit entry, and no entry without its action. */
  atomically<Result>(action: (stores: AdministrativeStores) => Promise<Result>): Promise<Result>;
}
