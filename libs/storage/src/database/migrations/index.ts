import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { baseline } from './0001-baseline.ts';
import { ranking } from './0002-ranking.ts';
import { jobs } from './0003-jobs.ts';
import { managers } from './0004-managers.ts';
import { modelChecks } from './0005-model-checks.ts';
import { keySuccession } from './0006-key-succession.ts';
import { shadowModels } from './0007-shadow-models.ts';
import { scoreRows } from './0008-score-rows.ts';
import { audiences } from './0009-audiences.ts';
import { experiments } from './0010-experiments.ts';
import { notifications } from './0011-notifications.ts';
import { propensities } from './0014-propensities.ts';
import { audienceWrites } from './0017-audience-writes.ts';
import { orgKeys } from './0018-org-keys.ts';
import { jobQueue } from './0019-job-queue.ts';
import { orgJobs } from './0020-org-jobs.ts';
import { propensityChecks } from './0022-propensity-checks.ts';
import { propensityAdministration } from './0024-propensity-administration.ts';
import { alerts } from './0025-alerts.ts';
import { apiAllowance } from './0036-api-allowance.ts';
import { accountLeads } from './0034-account-leads.ts';
import { recordIndexes } from './0026-record-indexes.ts';
import { audienceListViews } from './0035-audience-list-views.ts';
import { leadBuckets } from './0030-lead-buckets.ts';

const statements = (text: string): Migration => ({
  up: async (db) => {
    await sql.raw(text).execute(db);
  },
});

/**
 * Every step of the schema by its name, in the order of the names. A released migration is never edited or renamed: a later
 * one corrects it.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-baseline': statements(baseline),
  '0002-ranking': statements(ranking),
  '0003-jobs': statements(jobs),
  '0004-managers': statements(managers),
  '0005-model-checks': statements(modelChecks),
  '0006-key-succession': statements(keySuccession),
  '0007-shadow-models': statements(shadowModels),
  '0008-score-rows': statements(scoreRows),
  '0009-audiences': statements(audiences),
  '0010-experiments': statements(experiments),
  '0011-notifications': statements(notifications),
  '0014-propensities': statements(propensities),
  '0017-audience-writes': statements(audienceWrites),
  '0018-org-keys': statements(orgKeys),
  '0019-job-queue': jobQueue,
  '0020-org-jobs': statements(orgJobs),
  '0022-propensity-checks': statements(propensityChecks),
  '0024-propensity-administration': statements(propensityAdministration),
  '0025-alerts': statements(alerts),
  '0026-record-indexes': statements(recordIndexes),
  '0030-lead-buckets': statements(leadBuckets),
  '0034-account-leads': statements(accountLeads),
  '0035-audience-list-views': statements(audienceListViews),
  '0036-api-allowance': statements(apiAllowance),
};
