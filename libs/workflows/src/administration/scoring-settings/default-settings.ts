import type { ScoringSettings } from '@leadlight/contract';
import { DEFAULT_BAND_SHARES } from '@leadlight/lead-score';
import { DEFAULT_AGES_DAYS, defaultJunkRules } from '@leadlight/lead-features';

/** The settings of an org whose administrator has changed nothing. */
export const DEFAULT_SCORING_SETTINGS: ScoringSettings = {
  version: 1,
  goal: { kind: 'converted' },
  horizonDays: null,
  snapshotAgesDays: DEFAULT_AGES_DAYS,
  excludedFields: [],
  includedFields: [],
  allowedFields: [],
  acceptedLosses: [],
  historySince: {},
  groupFields: [],
  segmentField: null,
  threshold: 0.5,
  capacityPerWeek: null,
  dealValue: null,
  callCost: null,
  junk: defaultJunkRules,
  closedStatuses: null,
  bandShares: DEFAULT_BAND_SHARES,
  pointsTable: null,
  learner: 'best',
  halfLifeDays: null,
  classWeight: 1,
  monotonicConstraints: {},
  forbiddenInteractions: [],
};
