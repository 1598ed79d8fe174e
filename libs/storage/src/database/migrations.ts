import type { Migration } from './migration.ts';
import { histories } from './migrations/001-histories.ts';
import { keysAndAudit } from './migrations/002-keys-and-audit.ts';
import { personalData } from './migrations/003-personal-data.ts';
import { scoringSettings } from './migrations/004-scoring-settings.ts';
import { certificates } from './migrations/005-certificates.ts';
import { following } from './migrations/006-following.ts';
import { feedbackOnReasons } from './migrations/007-feedback-on-reasons.ts';
import { changedHistories } from './migrations/008-changed-histories.ts';
import { gistOfUpdates } from './migrations/009-gist-of-updates.ts';
import { writersLeftBehind } from './migrations/010-writers-left-behind.ts';
import { users } from './migrations/011-users.ts';

/**
 * In order; a database's version is how many of them ran. Times are ms since 1970 (int8); ids compare by bytes, the
 * same on every server.
 */
export const migrations: readonly Migration[] = [
  histories,
  keysAndAudit,
  personalData,
  scoringSettings,
  certificates,
  following,
  feedbackOnReasons,
  changedHistories,
  gistOfUpdates,
  writersLeftBehind,
  users,
];
