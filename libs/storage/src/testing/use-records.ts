import type { Repositories } from '../repositories.ts';
import { scoreEntry } from './records.ts';

const NOW = 5_000_000;

/** Calls what handles single records of an org: keys, models, jobs, audiences, notifications and the like. */
export async function useRecords(storage: Repositories, org: string): Promise<void> {
  await useCredentials(storage, org);
  await useModels(storage, org);
  const { jobs, audiences, idempotency, deliveries, experiments, writeJobs, warehouseSource, syncCursors } = storage;
  await jobs.findOpen(org);
  await jobs.list(org, 5);
  await audiences.list(org);
  await audiences.find(org, 'aud_1');
  await audiences.listMembers(org, 'aud_1');
  await audiences.countMembers(org, 'aud_1');
  await audiences.noteListView(org, 'aud_1');
  await audiences.endedListViews(org);
  await audiences.forgetListView(org, 'aud_1');
  const response = { requestHash: 'h', status: 200, body: '{}', storedAt: NOW };
  await idempotency.store(org, 'k1', response, [scoreEntry({ subjectId: '00Q1', scoredAt: NOW })]);
  await deliveries.take(org, NOW, NOW + 1);
  await deliveries.list(org, 5);
  await experiments.list(org);
  await experiments.findLeads(org, 'exp_1', ['00Q1']);
  await writeJobs.list(org);
  for (const day of await warehouseSource.scoreDays(org)) {
    for await (const rows of warehouseSource.readScores(org, day, 100)) if (rows.rows === 0) break;
  }
  await syncCursors.list(org);
  await storage.rankedLeads.best(org, {}, 5);
  await storage.accountLeads.find(org, { accountId: null, domains: ['acme.com'], names: ['acme'] }, 5);
  await storage.crmUsers.names(org, 5);
  await storage.conversionCounts.count(org, {
    groupedBy: 'month',
    goal: { kind: 'converted' },
    horizonDays: 1,
    now: NOW,
  });
  await storage.personalData.exportLead(org, '00Q1');
}

async function useCredentials(
  { apiKeys, accessTokens, keyCertificates, usedAssertions }: Repositories,
  org: string,
): Promise<void> {
  const key = {
    id: `key_${org}`,
    orgId: org,
    name: 'Scoring',
    scopes: ['score'],
    createdAt: 1,
    provedAt: null,
  } as const;
  await apiKeys.add(
    { ...key, expiresAt: null, revokedAt: null, replaces: null, objects: ['Lead'] },
    `hash of ${key.id}`,
  );
  await apiKeys.findByHash(`hash of ${key.id}`);
  await apiKeys.allowObjects(org, key.id, ['Lead', 'Account']);
  await apiKeys.list(org);
  for (const expiresAt of [2, NOW]) {
    const token = { orgId: org, keyId: key.id, scopes: key.scopes, expiresAt };
    await accessTokens.add(token, `token ${expiresAt} of ${key.id}`, expiresAt === NOW ? 3 : 1);
  }
  await accessTokens.findByHash(`token ${NOW} of ${key.id}`);
  const certificate = { fingerprint: 'f', publicKey: 'p', audience: 'a', startsAt: 1, endsAt: NOW };
  await keyCertificates.add(org, key.id, certificate, 1);
  await keyCertificates.expireOthers(org, key.id, 'g', 2);
  await keyCertificates.find(org, key.id);
  await usedAssertions.use(org, key.id, 'jti', NOW, 1);
}

async function useModels(storage: Repositories, org: string): Promise<void> {
  const { models, shadowModels, auditLog, scoringSettings } = storage;
  for (const id of ['m1', 'm2']) {
    await models.save(org, new Uint8Array([1]), { id, learner: 'forest', report: {}, trainedAt: NOW }, true);
  }
  await models.findActive(org);
  await models.list(org);
  const shadow = { modelId: 'm1', role: 'former', besideModelId: 'm2', startedAt: NOW, startedBy: 'cli' } as const;
  await shadowModels.start(org, shadow);
  await shadowModels.noteEvidence(org, shadow, {});
  await shadowModels.list(org, 5);
  const { propensityModels, subjectScores, subjectRecords } = storage;
  const trained = { id: 'm1', learner: 'forest', report: {}, trainedAt: NOW };
  await propensityModels.save(org, 'p', new Uint8Array([1]), trained, true);
  await propensityModels.activate(org, 'p', 'm1', { at: NOW, actor: 'cli' });
  await propensityModels.activate(org, 'p', null, { at: NOW, actor: 'cli' });
  await subjectScores.isScoredBy(org, 'p', 'm1');
  await subjectRecords.findSubject(org, { object: 'Contact', relations: [] }, '003000000000001AAA');
  await auditLog.append(org, { at: NOW, actor: 'cli', act: 'key.create', subject: 'key_1' });
  await auditLog.list(org, 5);
  await scoringSettings.findNewest(org);
}
