import type { OrgTrainSettings } from '@leadlight/workflows';

/** What `leadlight train` and `leadlight start` use unless told otherwise. */
export const DEFAULT_TRAIN_SETTINGS = {
  learner: 'forest',
  seed: 1,
  threshold: 0.5,
  holdout: 0.2,
  snapshotAgesDays: [0, 1, 7, 30],
  goal: { kind: 'converted' },
} as const satisfies OrgTrainSettings;
