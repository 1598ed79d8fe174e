import type {
  ActivityRecord,
  CampaignMembershipRecord,
  ContactRecord,
  FieldChangeRecord,
  LeadRecord,
  LeadScoreUpdate,
  OpportunityRecord,
  ScoreLogEntry,
  ShadowScore,
  UserRecord,
} from '@leadlight/workflows';

/** Records with defaults: a test names only what matters to it. */
export const leadRecord = (given: Partial<LeadRecord> & { id: string }): LeadRecord => ({
  kind: 'lead',
  changedAt: 1_000,
  deleted: false,
  createdAt: 500,
  convertedAt: null,
  contactId: null,
  opportunityId: null,
  fields: {},
  ...given,
});

export const fieldChangeRecord = (
  given: Partial<FieldChangeRecord> & { id: string; leadId: string },
): FieldChangeRecord => ({
  kind: 'fieldChange',
  changedAt: 900,
  deleted: false,
  field: 'Status',
  oldValue: 'Open',
  newValue: 'Working',
  ...given,
});

export const activityRecord = (given: Partial<ActivityRecord> & { id: string; partyId: string }): ActivityRecord => ({
  kind: 'activity',
  changedAt: 800,
  deleted: false,
  activityKind: 'task',
  createdAt: 700,
  completedAt: null,
  incoming: false,
  ...given,
});

export const membershipRecord = (
  given: Partial<CampaignMembershipRecord> & { id: string; leadId: string },
): CampaignMembershipRecord => ({
  kind: 'campaignMembership',
  changedAt: 800,
  deleted: false,
  campaignId: '701A',
  campaignType: 'Webinar',
  createdAt: 700,
  respondedAt: null,
  ...given,
});

export const opportunityRecord = (given: Partial<OpportunityRecord> & { id: string }): OpportunityRecord => ({
  kind: 'opportunity',
  changedAt: 800,
  deleted: false,
  createdAt: 700,
  wonAt: null,
  ...given,
});

export const contactRecord = (given: Partial<ContactRecord> & { id: string; masterId: string }): ContactRecord => ({
  kind: 'contact',
  changedAt: 800,
  deleted: true,
  createdAt: 700,
  ...given,
});

export const userRecord = (given: Partial<UserRecord> & { id: string }): UserRecord => ({
  kind: 'user',
  changedAt: 800,
  deleted: false,
  createdAt: 700,
  name: 'Amelia Stone',
  userType: 'Standard',
  managerId: null,
  active: true,
  ...given,
});

export const scoreEntry = (given: Partial<ScoreLogEntry> = {}): ScoreLogEntry => ({
  subjectId: '00Q1',
  modelId: 'a1b2',
  modelVersion: 1,
  requestedBy: 'batch',
  score: 50,
  band: 'C',
  probability: 0.12,
  scoredAt: 2_000,
  inputHash: 'hash',
  response: { leadId: '00Q1', score: 50 },
  ...given,
});

export const shadowScore = (given: Partial<ShadowScore> = {}): ShadowScore => ({
  subjectId: '00Q1',
  modelId: 'm2',
  probability: 0.2,
  besideModelId: 'a1b2',
  besideProbability: 0.12,
  scoredAt: 5_000,
  inputHash: 'hash',
  ...given,
});

export const scoreUpdate = (given: Partial<LeadScoreUpdate> = {}): LeadScoreUpdate => ({
  leadId: '00Q1',
  score: 50,
  band: 'C',
  qualified: false,
  probability: 0.12,
  unranked: null,
  reasons: '[]',
  modelLabel: 'v1 a1b2',
  scoredAt: 2_000,
  inputHash: 'hash',
  ...given,
});
