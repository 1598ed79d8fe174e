import { DAY_MS } from '@leadlight/common';
import type { HistoryRecord, LeadScoreUpdate, ScoreLogEntry } from '@leadlight/workflows';
import type { Repositories } from '../repositories.ts';

const ORG = '00Dtypical';
const LEADS = 2_000;
const LEADS_PER_PAGE = 500;
const NOW = 1_750_000_000_000;
const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n);

/** What a first start does most: leads with their children are stored and read, and scores are stored. */
export async function runTypicalStatements({ leadHistories, outbox }: Repositories): Promise<void> {
  for (let first = 0; first < LEADS; first += LEADS_PER_PAGE) {
    const leads = range(LEADS_PER_PAGE).map((n) => first + n);
    for (const recordsOf of [leadOf, changesOf, activitiesOf, membershipsOf]) {
      await leadHistories.append(ORG, recordsOf.name, leads.flatMap(recordsOf), String(first));
    }
  }
  for (const which of ['all', 'open'] as const) {
    for await (const histories of leadHistories.readHistories(ORG, which, LEADS_PER_PAGE)) {
      const scores = histories.map(({ leadId }, place) => scoreOf(leadId, place));
      await outbox.enqueue(ORG, scores, scores.map(updateOf));
    }
  }
}

const leadIdOf = (n: number): string => `00Qtypical${String(n).padStart(5, '0')}`;

function leadOf(n: number): HistoryRecord {
  const createdAt = NOW - (n % 400) * DAY_MS;
  return {
    kind: 'lead',
    id: leadIdOf(n),
    changedAt: createdAt + DAY_MS,
    deleted: false,
    createdAt,
    convertedAt: n % 5 === 0 ? createdAt + DAY_MS : null,
    contactId: n % 5 === 0 ? `003typical${n}` : null,
    opportunityId: null,
    fields: Object.fromEntries(range(25).map((field) => [`Field_${field}__c`, field % 3 ? `Value ${n % 40}` : n])),
  };
}

const changesOf = (n: number): readonly HistoryRecord[] =>
  range(4).map((change) => ({
    kind: 'fieldChange',
    id: `017typical${n}-${change}`,
    changedAt: NOW - change * DAY_MS,
    deleted: false,
    leadId: leadIdOf(n),
    field: 'Status',
    oldValue: 'Open',
    newValue: 'Working',
  }));

const activitiesOf = (n: number): readonly HistoryRecord[] =>
  range(10).map((activity) => ({
    kind: 'activity',
    id: `00Ttypical${n}-${activity}`,
    changedAt: NOW,
    deleted: false,
    partyId: leadIdOf(n),
    activityKind: activity % 2 ? 'email' : 'task',
    createdAt: NOW - activity * DAY_MS,
    completedAt: activity % 3 ? NOW : null,
    incoming: false,
  }));

const membershipsOf = (n: number): readonly HistoryRecord[] =>
  range(2).map((membership) => ({
    kind: 'campaignMembership',
    id: `00vtypical${n}-${membership}`,
    changedAt: NOW,
    deleted: false,
    leadId: leadIdOf(n),
    campaignId: `701typical${membership}`,
    campaignType: 'Webinar',
    createdAt: NOW - DAY_MS,
    respondedAt: null,
  }));

const scoreOf = (subjectId: string, place: number): ScoreLogEntry => ({
  subjectId,
  modelId: 'typical',
  modelVersion: 1,
  requestedBy: 'batch',
  score: place % 100,
  band: 'C',
  probability: 0.12,
  scoredAt: NOW,
  inputHash: String(place),
  response: {
    leadId: subjectId,
    reasons: range(10).map((reason) => ({ field: `Field_${reason}__c`, points: reason })),
  },
});

const updateOf = ({ subjectId, score, band, probability, scoredAt, inputHash }: ScoreLogEntry): LeadScoreUpdate => ({
  leadId: subjectId,
  score,
  band,
  qualified: false,
  probability,
  unranked: null,
  reasons: JSON.stringify(range(10)),
  modelLabel: 'v1 typical',
  scoredAt,
  inputHash,
});
