import type { ChildRelation, PropensityDefinition, ScoreFields } from './definition.ts';

/** Names of the fields that the optional parts of the package add to each object. */
const scoreFields = (prefix: string): ScoreFields => ({
  score: `Leadlight_${prefix}_Score__c`,
  band: `Leadlight_${prefix}_Band__c`,
  probability: `Leadlight_${prefix}_Probability__c`,
  reasons: `Leadlight_${prefix}_Reasons__c`,
  model: `Leadlight_${prefix}_Model__c`,
  scoredAt: `Leadlight_${prefix}_Scored_At__c`,
});

/** Won opportunities, at the time when the CRM recorded that they were won: a close date is entered and changed by people. */
const purchases: ChildRelation = {
  name: 'purchases',
  label: 'Purchases',
  object: 'Opportunity',
  parentField: 'AccountId',
  happenedField: 'LastStageChangeDate',
  where: [{ field: 'IsWon', values: [true] }],
  amountField: 'Amount',
};

const cases: ChildRelation = {
  name: 'cases',
  label: 'Cases',
  object: 'Case',
  parentField: 'AccountId',
  happenedField: 'CreatedDate',
};

const contacts: ChildRelation = {
  name: 'contacts',
  label: 'Contacts',
  object: 'Contact',
  parentField: 'AccountId',
  happenedField: 'CreatedDate',
};

const bought = { kind: 'child', relation: 'purchases' } as const;

const accountChurns: PropensityDefinition = {
  id: 'account-churns',
  label: 'Account churns',
  object: 'Account',
  isFavourable: false,
  relations: [purchases, cases, contacts],
  population: { from: bought, activeWithinDays: 120 },
  event: { of: bought, occurs: 'notWithin' },
  horizonDays: 120,
  reportingDelayDays: null,
  snapshots: { kind: 'calendar', everyDays: 30, maxSnapshots: 12 },
  writeBack: scoreFields('Churn'),
};

const accountBuysAgain: PropensityDefinition = {
  id: 'account-buys-again',
  label: 'Account buys again',
  object: 'Account',
  isFavourable: true,
  relations: [purchases, cases, contacts],
  population: { from: bought },
  event: { of: bought, occurs: 'within' },
  horizonDays: 60,
  reportingDelayDays: null,
  snapshots: { kind: 'calendar', everyDays: 30, maxSnapshots: 12 },
  writeBack: scoreFields('Repeat'),
};

const opportunityWins: PropensityDefinition = {
  id: 'opportunity-wins',
  label: 'Opportunity wins',
  object: 'Opportunity',
  isFavourable: true,
  relations: [
    {
      name: 'tasks',
      label: 'Completed tasks',
      object: 'Task',
      parentField: 'WhatId',
      happenedField: 'CompletedDateTime',
    },
    { name: 'meetings', label: 'Meetings', object: 'Event', parentField: 'WhatId', happenedField: 'StartDateTime' },
  ],
  states: {
    object: 'OpportunityHistory',
    parentField: 'OpportunityId',
    fields: ['StageName', 'Amount', 'Probability'],
  },
  judgement: 'Probability',
  population: { from: 'created', until: { kind: 'becomes', field: 'StageName', values: 'closed' } },
  event: { of: { kind: 'becomes', field: 'StageName', values: 'won' }, occurs: 'within' },
  horizonDays: 90,
  reportingDelayDays: null,
  snapshots: { kind: 'ages', days: [0, 7, 30, 90] },
  writeBack: scoreFields('Win'),
};

/** By the checkbox, or by an escalation rule that gives the case to somebody else. */
const escalated = {
  kind: 'anyOf',
  of: [
    { kind: 'becomes', field: 'IsEscalated', values: [true] },
    { kind: 'historyEntry', name: 'ownerEscalated' },
  ],
} as const;

const caseEscalates: PropensityDefinition = {
  id: 'case-escalates',
  label: 'Case escalates',
  object: 'Case',
  isFavourable: false,
  relations: [
    {
      name: 'comments',
      label: 'Comments',
      object: 'CaseComment',
      parentField: 'ParentId',
      happenedField: 'CreatedDate',
    },
  ],
  population: {
    from: 'created',
    until: { kind: 'anyOf', of: [{ kind: 'becomes', field: 'Status', values: 'closed' }, escalated] },
  },
  event: { of: escalated, occurs: 'within' },
  horizonDays: 14,
  reportingDelayDays: null,
  snapshots: { kind: 'ages', days: [0, 1, 2, 3, 5, 7, 10, 14] },
  // Saving a case can restart or stop the clock of its escalation rules.
  writeBack: null,
};

/** The propensities that can be added by name. Leads are scored without one: see `leadlight train`. */
export const readyMade: readonly PropensityDefinition[] = [
  opportunityWins,
  accountBuysAgain,
  accountChurns,
  caseEscalates,
];
