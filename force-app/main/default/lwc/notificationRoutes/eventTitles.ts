import API_BUDGET_USED from '@salesforce/label/c.Leadlight_Event_ApiBudgetUsed';
import CALIBRATION_OFF from '@salesforce/label/c.Leadlight_Event_CalibrationOff';
import CREDENTIAL_EXPIRING from '@salesforce/label/c.Leadlight_Event_CredentialExpiring';
import DELAYS_MOVED from '@salesforce/label/c.Leadlight_Event_DelaysMoved';
import FOLLOWING_STOPPED from '@salesforce/label/c.Leadlight_Event_FollowingStopped';
import GROUP_DIFFERS from '@salesforce/label/c.Leadlight_Event_GroupDiffers';
import GONE from '@salesforce/label/c.Leadlight_Event_Gone';
import MODEL_PROMOTED from '@salesforce/label/c.Leadlight_Event_ModelPromoted';
import MODEL_RECALIBRATED from '@salesforce/label/c.Leadlight_Event_ModelRecalibrated';
import MODEL_ROLLED_BACK from '@salesforce/label/c.Leadlight_Event_ModelRolledBack';
import PERFORMANCE_CHANGED from '@salesforce/label/c.Leadlight_Event_PerformanceChanged';
import RETRAINING_REJECTED from '@salesforce/label/c.Leadlight_Event_RetrainingRejected';
import SCORES_MOVED from '@salesforce/label/c.Leadlight_Event_ScoresMoved';
import SEGMENT_CHANGED from '@salesforce/label/c.Leadlight_Event_SegmentChanged';
import TEST_MESSAGE from '@salesforce/label/c.Leadlight_Event_Test';
import VALUES_MISSING from '@salesforce/label/c.Leadlight_Event_ValuesMissing';
import VALUES_MOVED from '@salesforce/label/c.Leadlight_Event_ValuesMoved';
import VALUES_UNSEEN from '@salesforce/label/c.Leadlight_Event_ValuesUnseen';
import type { EventKind } from '@leadlight/contract';

const titles: Readonly<Record<EventKind | 'test', string>> = {
  api_budget_used: API_BUDGET_USED,
  calibration_off: CALIBRATION_OFF,
  credential_expiring: CREDENTIAL_EXPIRING,
  delays_moved: DELAYS_MOVED,
  following_stopped: FOLLOWING_STOPPED,
  group_differs: GROUP_DIFFERS,
  model_promoted: MODEL_PROMOTED,
  model_recalibrated: MODEL_RECALIBRATED,
  model_rolled_back: MODEL_ROLLED_BACK,
  performance_changed: PERFORMANCE_CHANGED,
  retraining_rejected: RETRAINING_REJECTED,
  scores_moved: SCORES_MOVED,
  segment_changed: SEGMENT_CHANGED,
  test: TEST_MESSAGE,
  values_missing: VALUES_MISSING,
  values_moved: VALUES_MOVED,
  values_unseen: VALUES_UNSEEN,
};

/** What a message was about. A kind that a later release has added, or an event that is gone, has no name here. */
export function eventTitle(kind: string | null): string {
  return kind !== null && Object.hasOwn(titles, kind) ? titles[kind as EventKind] : GONE;
}
