import type { Administration } from '@leadlight/workflows';
import { alertRepository } from '../alerts/alert.repository.ts';
import { audienceRepository } from '../audiences/audience.repository.ts';
import { apiKeyRepository } from '../api-keys/api-key.repository.ts';
import { keyCertificateRepository } from '../api-keys/key-certificate.repository.ts';
import type { Database } from '../database/tables.ts';
import { experimentRepository } from '../experiments/experiment.repository.ts';
import { modelRepository } from '../models/model.repository.ts';
import { deliveryRepository, notificationSettingsRepository } from '../notifications/notifications.repository.ts';
import { scoringSettingsRepository } from '../scoring-settings/scoring-settings.repository.ts';
import { shadowModelRepository } from '../shadow-models/shadow-models.repository.ts';
import { auditLogRepository } from './audit-log.repository.ts';

export const administration = (db: Database): Administration => ({
  atomically: (act) =>
    db.transaction().execute((trx) =>
      act({
        apiKeys: apiKeyRepository(trx),
        keyCertificates: keyCertificateRepository(trx),
        models: modelRepository(trx),
        scoringSettings: scoringSettingsRepository(trx),
        shadowModels: shadowModelRepository(trx),
        alerts: alertRepository(trx),
        audiences: audienceRepository(trx),
        deliveries: deliveryRepository(trx),
        experiments: experimentRepository(trx),
        notificationSettings: notificationSettingsRepository(trx),
        auditLog: auditLogRepository(trx),
      }),
    ),
});
