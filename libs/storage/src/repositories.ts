import type {
  AccessTokenStore,
  ApiKeyStore,
  AuditLog,
  Clock,
  LeadHistoryStore,
  Leases,
  ModelStore,
  OrgStore,
  Outbox,
  ScoreLog,
} from '@leadlight/workflows';
import { accessTokenRepository } from './api-keys/access-token.repository.ts';
import { apiKeyRepository } from './api-keys/api-key.repository.ts';
import { auditLogRepository } from './audit-log/audit-log.repository.ts';
import type { Database } from './database/tables.ts';
import { leadHistoryRepository } from './lead-history/lead-history.repository.ts';
import { leaseRepository } from './leases/lease.repository.ts';
import { modelRepository } from './models/model.repository.ts';
import { orgRepository } from './orgs/org.repository.ts';
import { outboxRepository } from './outbox/outbox.repository.ts';
import { scoreLogRepository } from './score-log/score-log.repository.ts';

/** Every port that storage implements. */
export interface Repositories {
  readonly leadHistories: LeadHistoryStore;
  readonly models: ModelStore;
  readonly scoreLog: ScoreLog;
  readonly outbox: Outbox;
  readonly apiKeys: ApiKeyStore;
  readonly accessTokens: AccessTokenStore;
  readonly auditLog: AuditLog;
  readonly orgs: OrgStore;
  readonly leases: Leases;
}

export function createRepositories(db: Database, clock: Clock): Repositories {
  return {
    leadHistories: leadHistoryRepository(db),
    models: modelRepository(db),
    scoreLog: scoreLogRepository(db),
    outbox: outboxRepository(db),
    apiKeys: apiKeyRepository(db),
    accessTokens: accessTokenRepository(db),
    auditLog: auditLogRepository(db),
    orgs: orgRepository(db),
    leases: leaseRepository(db, clock),
  };
}
