import type { Repositories } from '../repositories.ts';
import {
  activityRecord,
  contactRecord,
  fieldChangeRecord,
  leadRecord,
  membershipRecord,
  opportunityRecord,
  scoreEntry,
  shadowScore,
  scoreUpdate,
  userRecord,
} from './records.ts';

export const NOW = 1_000_000;

/**
 * Calls everything that handles batches of leads, with `count` leads of one org.
 * @param first the number of the first lead: those below it are there already
 */
export async function useEverything(storage: Repositories, org: string, count: number, first = 0): Promise<void> {
  const id = (prefix: string, n: number) => `${prefix}${org}${n}`;
  const range = Array.from({ length: count }, (_, n) => first + n);
  const leadIdOf = (n: number) => id('00Q', n);
  const leadIds = range.map(leadIdOf);
  const { leadHistories, outbox, reconciliation, unscoredLeads, writtenScores } = storage;
  const append = (records: Parameters<typeof leadHistories.append>[2]) => leadHistories.append(org, 'Lead', records);
  const updates = leadIds.map((leadId) => scoreUpdate({ leadId, scoredAt: 500_000 }));
  const storedScores = (score: number, scoredAt: number) =>
    updates.map(({ leadId, band, modelLabel, inputHash }) => ({
      leadId,
      score,
      band,
      modelLabel,
      scoredAt,
      qualified: false,
      percent: 12,
      inputHash,
    }));

  await storage.orgs.markSynced(org, 1);
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, fields: { Status: 'Open' } })));
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, fields: { Status: 'Working' } })));
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, changedAt: 500, fields: { Status: 'New' } })));
  await append(range.map((n) => activityRecord({ id: id('00T', n), partyId: leadIdOf(n) })));
  await append(range.map((n) => fieldChangeRecord({ id: id('017', n), leadId: leadIdOf(n) })));
  await append(range.map((n) => membershipRecord({ id: id('00v', n), leadId: leadIdOf(n) })));
  await append(range.map((n) => opportunityRecord({ id: id('006', n) })));
  for (const name of ['Amelia', 'Zoe']) await append(range.map((n) => userRecord({ id: id('005', n), name })));

  const marks = await unscoredLeads.list(org, count);
  const entries = leadIds.map((subjectId) => scoreEntry({ subjectId }));
  const enrolled = { arm: 'shown', band: 'B', repId: null, fortnight: 0, enrolledAt: 1_000 } as const;
  const enrol = () =>
    storage.experiments.enrol(
      org,
      'exp_1',
      leadIds.map((leadId) => ({ leadId, ...enrolled })),
    );
  await enrol();
  await storage.experiments.markViewed(org, 'exp_1', leadIds, 2_000);
  const shadow = leadIds.map((subjectId) => shadowScore({ subjectId }));
  await outbox.enqueue(org, entries, updates, marks, shadow);
  await enrol();
  const added = { state: 'added', campaignMemberId: null, since: 1_000 } as const;
  await storage.audiences.saveMembers(
    org,
    'aud_1',
    leadIds.map((leadId) => ({ leadId, ...added })),
  );
  await useAlerts(storage, org, leadIds);
  await useSubjects(
    storage,
    org,
    range.map((n) => id('003', n)),
    range.map((n) => id('006', n)),
  );
  await storage.shadowScores.read(org, { modelId: 'm2', besideModelId: 'a1b2' });
  await unscoredLeads.forgetUpTo(org, await unscoredLeads.latest(org));
  await outbox.urgent(org, count, []);
  await outbox.pending(org, count);
  await outbox.settle(
    org,
    updates.map((update) => ({ update })),
  );
  await writtenScores.hasOutdatedScores(org, updates[0]!.modelLabel);
  await writtenScores.compare(org, storedScores(60, 600_000), await writtenScores.position(org), NOW);
  await writtenScores.compare(org, storedScores(1, 1_000), await writtenScores.position(org), NOW);
  await writtenScores.hasOutdatedScores(org, updates[0]!.modelLabel);

  await append(
    range.map((n) =>
      leadRecord({
        id: leadIdOf(n),
        changedAt: 2_000,
        convertedAt: 2_000,
        contactId: id('003', n),
        opportunityId: id('006', n),
      }),
    ),
  );
  await append(range.map((n) => contactRecord({ id: id('003', n), masterId: id('003M', n) })));
  await append(range.map((n) => activityRecord({ id: id('00T', n), partyId: id('003', n), changedAt: 2_000 })));
  await outbox.pending(org, count);
  await leadHistories.findHistories(org, leadIds);
  for (const goal of [{ kind: 'won' }, { kind: 'status', status: 'Working' }] as const) {
    for (const groupedBy of ['band', 'rep'] as const) {
      await storage.conversionCounts.count(org, { groupedBy, goal, horizonDays: 1, now: NOW });
    }
  }
  let read = 0;
  for await (const chunk of leadHistories.readHistories(org, 'all', count)) read += chunk.length;
  if (read < count) throw new Error(`${read} histories of ${first + count} leads were read.`);
  for (const dayOf of ['creation', 'change'] as const) {
    await reconciliation.countsByDay(org, { kind: 'lead', dayOf }, 0, NOW);
    await reconciliation.idsBetween(org, { kind: 'user', dayOf }, 0, NOW);
  }
  await reconciliation.markDeleted(org, 'lead', leadIds, 9_000);
  await reconciliation.markDeleted(
    org,
    'activity',
    range.map((n) => id('00T', n)),
    9_000,
  );
  await append(leadIds.map((leadId) => leadRecord({ id: leadId, changedAt: 2_000 })));
  await outbox.enqueue(org, entries, []);
  await storage.personalData.removeOld(org, { scoresBefore: NOW, feedbackBefore: NOW, deletedLeadsBefore: 8_000 });
  await storage.personalData.eraseLead(org, leadIds[0]!, NOW, 'test');
  await storage.workerStates.find(org);
}

async function useAlerts({ alerts }: Repositories, org: string, leadIds: readonly string[]): Promise<void> {
  const candidates = await alerts.listCandidates(org, leadIds, leadIds.length);
  await alerts.listCandidates(org, undefined, leadIds.length);
  const reference = { bandSince: 1_000, referenceScore: 1, referenceAt: 1_000, seenAt: 1_000 };
  const states = candidates.map(({ leadId, score, band, modelLabel }) => ({
    ...{ leadId, score, band, modelLabel },
    ...reference,
  }));
  const raised = leadIds.map((subjectId) => ({
    alert: { id: `alr_${subjectId}`, rule: 'band' as const, subjectId, cause: '1', facts: {}, createdAt: 1_000 },
    routes: ['salesforce' as const],
  }));
  await alerts.raise(org, states, raised);
  await alerts.listWaiting(org, states[0]?.band ?? 'A', NOW, leadIds.length);
  await alerts.lastRaised(org, 'band', leadIds);
  await alerts.listForDigest(org, states[0]?.band ?? 'A');
  await alerts.listFirstTouches(org, 0);
  await alerts.countDeliveries(org, 0);
  const delivery = await alerts.take(org, NOW, NOW, { routes: ['salesforce'], rules: ['band'] });
  if (delivery) await alerts.settle(org, delivery, { sentAt: NOW, recipients: ['005A'] });
  await alerts.countSent(org, 'salesforce', 0, ['005A']);
}

async function useSubjects(
  { subjectRecords, subjectScores }: Repositories,
  org: string,
  contactIds: readonly string[],
  opportunityIds: readonly string[],
): Promise<void> {
  const version = { kind: 'version', createdAt: 10, changedAt: 20, deleted: false, fields: {} } as const;
  const contacts = contactIds.map((id) => ({ ...version, object: 'Contact', id, parents: {} }));
  const opportunities = opportunityIds.map((id, n) => ({
    ...version,
    ...{ object: 'Opportunity', id, parents: { ContactId: contactIds[n]! } },
  }));
  const change = {
    kind: 'change',
    object: 'Contact',
    field: 'Plan__c',
    changedAt: 20,
    oldValue: 1,
    newValue: 2,
  } as const;
  const changes = contactIds.map((recordId) => ({ ...change, id: `h${recordId}`, recordId }));
  await subjectRecords.append(org, 'record:Contact', [...contacts, ...opportunities, ...changes], 'c');
  const scores = contactIds.map((leadId) => ({ update: scoreUpdate({ leadId }), modelId: 'm1' }));
  for (const queued of [false, true]) await subjectScores.store(org, 'p', scores, queued);
  const outbox = subjectScores.outboxOf('p');
  const pending = await outbox.pending(org, contactIds.length);
  await outbox.settle(
    org,
    pending.map((update) => ({ update })),
  );
  const relations = [{ object: 'Opportunity', parentField: 'ContactId' }];
  for await (const chunk of subjectRecords.readSubjects(org, { object: 'Contact', relations }, contactIds.length)) {
    if (chunk.length < contactIds.length)
      throw new Error(`${chunk.length} of ${contactIds.length} contacts were read.`);
    // As many as in a batch: the statement is the same for the others.
    break;
  }
}
