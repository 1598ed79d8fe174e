import ACT_COMPARE from '@salesforce/label/c.Leadlight_Message_ActCompare';
import ACT_FORM from '@salesforce/label/c.Leadlight_Message_ActForm';
import ACT_GROUP from '@salesforce/label/c.Leadlight_Message_ActGroup';
import ACT_READ_REASONS from '@salesforce/label/c.Leadlight_Message_ActReadReasons';
import ACT_RENEW_CERTIFICATE from '@salesforce/label/c.Leadlight_Message_ActRenewCertificate';
import ACT_RENEW_KEY from '@salesforce/label/c.Leadlight_Message_ActRenewKey';
import ACT_RETRAIN from '@salesforce/label/c.Leadlight_Message_ActRetrain';
import ACT_SOURCE from '@salesforce/label/c.Leadlight_Message_ActSource';
import ACT_SPARE_CALLS from '@salesforce/label/c.Leadlight_Message_ActSpareCalls';
import ACT_START_WORKER from '@salesforce/label/c.Leadlight_Message_ActStartWorker';
import ACT_VALUES from '@salesforce/label/c.Leadlight_Message_ActValues';
import ACT_WATCH from '@salesforce/label/c.Leadlight_Message_ActWatch';
import ALL_CONVERTED from '@salesforce/label/c.Leadlight_Message_AllConverted';
import ALONE_EXCLUDED from '@salesforce/label/c.Leadlight_Message_AloneExcluded';
import ALONE_SUSPECT from '@salesforce/label/c.Leadlight_Message_AloneSuspect';
import AUC_FELL from '@salesforce/label/c.Leadlight_Message_AucFell';
import CHANGED_AT_OUTCOME from '@salesforce/label/c.Leadlight_Message_ChangedAtOutcome';
import CHANGED_BUT_KEPT from '@salesforce/label/c.Leadlight_Message_ChangedButKept';
import CHANGES_WITH_EVERY_TOUCH from '@salesforce/label/c.Leadlight_Message_ChangesWithEveryTouch';
import DATES_UNUSED from '@salesforce/label/c.Leadlight_Message_DatesUnused';
import EMPTINESS from '@salesforce/label/c.Leadlight_Message_Emptiness';
import EVENT_API_BUDGET_USED from '@salesforce/label/c.Leadlight_Message_EventApiBudgetUsed';
import EVENT_CALIBRATION_OFF from '@salesforce/label/c.Leadlight_Message_EventCalibrationOff';
import EVENT_CERTIFICATE_EXPIRING from '@salesforce/label/c.Leadlight_Message_EventCertificateExpiring';
import EVENT_CREDENTIAL_EXPIRING from '@salesforce/label/c.Leadlight_Message_EventCredentialExpiring';
import EVENT_DELAYS_MOVED from '@salesforce/label/c.Leadlight_Message_EventDelaysMoved';
import EVENT_FOLLOWING_STOPPED from '@salesforce/label/c.Leadlight_Message_EventFollowingStopped';
import EVENT_GROUP_DIFFERS from '@salesforce/label/c.Leadlight_Message_EventGroupDiffers';
import EVENT_GROUP_EMPTY_DIFFERS from '@salesforce/label/c.Leadlight_Message_EventGroupEmptyDiffers';
import EVENT_MODEL_PROMOTED from '@salesforce/label/c.Leadlight_Message_EventModelPromoted';
import EVENT_MODEL_RECALIBRATED from '@salesforce/label/c.Leadlight_Message_EventModelRecalibrated';
import EVENT_MODEL_RECALIBRATED_VALUES from '@salesforce/label/c.Leadlight_Message_EventModelRecalibratedValues';
import EVENT_MODEL_ROLLED_BACK from '@salesforce/label/c.Leadlight_Message_EventModelRolledBack';
import EVENT_PERFORMANCE_CHANGED from '@salesforce/label/c.Leadlight_Message_EventPerformanceChanged';
import EVENT_PERFORMANCE_UNMEASURED from '@salesforce/label/c.Leadlight_Message_EventPerformanceUnmeasured';
import EVENT_RETRAINING_REJECTED from '@salesforce/label/c.Leadlight_Message_EventRetrainingRejected';
import EVENT_SCORES_MOVED from '@salesforce/label/c.Leadlight_Message_EventScoresMoved';
import EVENT_SEGMENT_CHANGED from '@salesforce/label/c.Leadlight_Message_EventSegmentChanged';
import EVENT_VALUES_MISSING from '@salesforce/label/c.Leadlight_Message_EventValuesMissing';
import EVENT_VALUES_MOVED from '@salesforce/label/c.Leadlight_Message_EventValuesMoved';
import EVENT_VALUES_UNSEEN from '@salesforce/label/c.Leadlight_Message_EventValuesUnseen';
import EXCLUDED_BY_SETTINGS from '@salesforce/label/c.Leadlight_Message_ExcludedBySettings';
import FEATURE_LOST from '@salesforce/label/c.Leadlight_Message_FeatureLost';
import FEW_CONVERTED from '@salesforce/label/c.Leadlight_Message_FewConverted';
import FEW_LEADS from '@salesforce/label/c.Leadlight_Message_FewLeads';
import FIELD_CURRENCIES from '@salesforce/label/c.Leadlight_Message_FieldCurrencies';
import FIELD_NUMBERS_SCALED from '@salesforce/label/c.Leadlight_Message_FieldNumbersScaled';
import FIELD_RENAMED from '@salesforce/label/c.Leadlight_Message_FieldRenamed';
import FIELD_TYPE_CHANGED from '@salesforce/label/c.Leadlight_Message_FieldTypeChanged';
import FIELD_UNREADABLE from '@salesforce/label/c.Leadlight_Message_FieldUnreadable';
import FIELD_VALUES_RENAMED from '@salesforce/label/c.Leadlight_Message_FieldValuesRenamed';
import FILLED_AFTER from '@salesforce/label/c.Leadlight_Message_FilledAfter';
import FILLED_MEANWHILE from '@salesforce/label/c.Leadlight_Message_FilledMeanwhile';
import FOLLOWS_CREATION from '@salesforce/label/c.Leadlight_Message_FollowsCreation';
import HISTORY_BEGINS from '@salesforce/label/c.Leadlight_Message_HistoryBegins';
import HISTORY_NOT_TURNED_ON from '@salesforce/label/c.Leadlight_Message_HistoryNotTurnedOn';
import HISTORY_START_SET from '@salesforce/label/c.Leadlight_Message_HistoryStartSet';
import HISTORY_START_UNKNOWN from '@salesforce/label/c.Leadlight_Message_HistoryStartUnknown';
import HISTORY_TURNED_ON from '@salesforce/label/c.Leadlight_Message_HistoryTurnedOn';
import HISTORY_UNRECORDED from '@salesforce/label/c.Leadlight_Message_HistoryUnrecorded';
import HISTORY_WAS_OFF from '@salesforce/label/c.Leadlight_Message_HistoryWasOff';
import IDENTIFIES_RECORD from '@salesforce/label/c.Leadlight_Message_IdentifiesRecord';
import LATER_DATES from '@salesforce/label/c.Leadlight_Message_LaterDates';
import LIFT_MAY_BE_CHANCE from '@salesforce/label/c.Leadlight_Message_LiftMayBeChance';
import MOVED from '@salesforce/label/c.Leadlight_Message_Moved';
import NEVER_ALLOWED from '@salesforce/label/c.Leadlight_Message_NeverAllowed';
import NO_BETTER_THAN_AVERAGE from '@salesforce/label/c.Leadlight_Message_NoBetterThanAverage';
import NO_BETTER_THAN_CHANCE from '@salesforce/label/c.Leadlight_Message_NoBetterThanChance';
import NO_DATES from '@salesforce/label/c.Leadlight_Message_NoDates';
import NO_FEATURE from '@salesforce/label/c.Leadlight_Message_NoFeature';
import NONE_CONVERTED from '@salesforce/label/c.Leadlight_Message_NoneConverted';
import NOT_READ from '@salesforce/label/c.Leadlight_Message_NotRead';
import NOT_TRAINED_YET from '@salesforce/label/c.Leadlight_Message_NotTrainedYet';
import NOTHING_AGAINST from '@salesforce/label/c.Leadlight_Message_NothingAgainst';
import ONE_OUTCOME from '@salesforce/label/c.Leadlight_Message_OneOutcome';
import OUTSIDE_DELETED from '@salesforce/label/c.Leadlight_Message_OutsideDeleted';
import OUTSIDE_ENDED from '@salesforce/label/c.Leadlight_Message_OutsideEnded';
import OUTSIDE_FIELDS from '@salesforce/label/c.Leadlight_Message_OutsideFields';
import OUTSIDE_INACTIVE from '@salesforce/label/c.Leadlight_Message_OutsideInactive';
import OUTSIDE_NOT_BEGUN from '@salesforce/label/c.Leadlight_Message_OutsideNotBegun';
import POINTS_TABLE_AS_GOOD from '@salesforce/label/c.Leadlight_Message_PointsTableAsGood';
import POINTS_TABLE_ONLY from '@salesforce/label/c.Leadlight_Message_PointsTableOnly';
import PROBABILITIES_OFF from '@salesforce/label/c.Leadlight_Message_ProbabilitiesOff';
import READY_ON_NEWER from '@salesforce/label/c.Leadlight_Message_ReadyOnNewer';
import READY_OVER_TIME from '@salesforce/label/c.Leadlight_Message_ReadyOverTime';
import REVEALS_OUTCOME from '@salesforce/label/c.Leadlight_Message_RevealsOutcome';
import TICKED from '@salesforce/label/c.Leadlight_Message_Ticked';
import TOO_FEW_FOR_A_MODEL from '@salesforce/label/c.Leadlight_Message_TooFewForAModel';
import TOO_FEW_TO_LEARN_FROM from '@salesforce/label/c.Leadlight_Message_TooFewToLearnFrom';
import UNKNOWN_PAST from '@salesforce/label/c.Leadlight_Message_UnknownPast';
import UNSTEADY from '@salesforce/label/c.Leadlight_Message_Unsteady';
import UPDATED_BY_STAFF from '@salesforce/label/c.Leadlight_Message_UpdatedByStaff';
import WORSE_ON_NEWER from '@salesforce/label/c.Leadlight_Message_WorseOnNewer';
import WORSE_THAN_ACTIVE from '@salesforce/label/c.Leadlight_Message_WorseThanActive';
import WRITTEN_BY_LEADLIGHT from '@salesforce/label/c.Leadlight_Message_WrittenByLeadlight';
import type { TranslatedMessageCode } from '@leadlight/contract';

/** The labels of all codes that the contract wants translated. */
export const messageLabels: Readonly<Record<TranslatedMessageCode, string>> = {
  alone_excluded: ALONE_EXCLUDED,
  alone_suspect: ALONE_SUSPECT,
  nothing_against: NOTHING_AGAINST,
  emptiness: EMPTINESS,
  filled_after: FILLED_AFTER,
  filled_meanwhile: FILLED_MEANWHILE,
  ticked: TICKED,
  later_dates: LATER_DATES,
  follows_creation: FOLLOWS_CREATION,
  changed_but_kept: CHANGED_BUT_KEPT,
  changed_at_outcome: CHANGED_AT_OUTCOME,
  one_outcome: ONE_OUTCOME,
  never_allowed: NEVER_ALLOWED,
  too_few_for_a_model: TOO_FEW_FOR_A_MODEL,
  few_leads: FEW_LEADS,
  too_few_to_learn_from: TOO_FEW_TO_LEARN_FROM,
  none_converted: NONE_CONVERTED,
  all_converted: ALL_CONVERTED,
  ready_over_time: READY_OVER_TIME,
  ready_on_newer: READY_ON_NEWER,
  few_converted: FEW_CONVERTED,
  lift_may_be_chance: LIFT_MAY_BE_CHANCE,
  no_better_than_chance: NO_BETTER_THAN_CHANCE,
  no_better_than_average: NO_BETTER_THAN_AVERAGE,
  points_table_as_good: POINTS_TABLE_AS_GOOD,
  probabilities_off: PROBABILITIES_OFF,
  worse_on_newer: WORSE_ON_NEWER,
  unsteady: UNSTEADY,
  moved: MOVED,
  no_dates: NO_DATES,
  dates_unused: DATES_UNUSED,
  not_trained_yet: NOT_TRAINED_YET,
  no_feature: NO_FEATURE,
  reveals_outcome: REVEALS_OUTCOME,
  updated_by_staff: UPDATED_BY_STAFF,
  changes_with_every_touch: CHANGES_WITH_EVERY_TOUCH,
  identifies_record: IDENTIFIES_RECORD,
  written_by_leadlight: WRITTEN_BY_LEADLIGHT,
  excluded_by_settings: EXCLUDED_BY_SETTINGS,
  unknown_past: UNKNOWN_PAST,
  not_read: NOT_READ,
  worse_than_active: WORSE_THAN_ACTIVE,
  feature_lost: FEATURE_LOST,
  auc_fell: AUC_FELL,
  points_table_only: POINTS_TABLE_ONLY,
  field_unreadable: FIELD_UNREADABLE,
  field_renamed: FIELD_RENAMED,
  field_type_changed: FIELD_TYPE_CHANGED,
  field_values_renamed: FIELD_VALUES_RENAMED,
  field_numbers_scaled: FIELD_NUMBERS_SCALED,
  field_currencies: FIELD_CURRENCIES,
  history_start_set: HISTORY_START_SET,
  history_turned_on: HISTORY_TURNED_ON,
  history_was_off: HISTORY_WAS_OFF,
  history_unrecorded: HISTORY_UNRECORDED,
  history_begins: HISTORY_BEGINS,
  history_not_turned_on: HISTORY_NOT_TURNED_ON,
  history_start_unknown: HISTORY_START_UNKNOWN,
  event_performance_changed: EVENT_PERFORMANCE_CHANGED,
  event_performance_unmeasured: EVENT_PERFORMANCE_UNMEASURED,
  event_segment_changed: EVENT_SEGMENT_CHANGED,
  event_group_differs: EVENT_GROUP_DIFFERS,
  event_group_empty_differs: EVENT_GROUP_EMPTY_DIFFERS,
  event_delays_moved: EVENT_DELAYS_MOVED,
  event_calibration_off: EVENT_CALIBRATION_OFF,
  event_values_missing: EVENT_VALUES_MISSING,
  event_values_unseen: EVENT_VALUES_UNSEEN,
  event_values_moved: EVENT_VALUES_MOVED,
  event_scores_moved: EVENT_SCORES_MOVED,
  act_retrain: ACT_RETRAIN,
  act_source: ACT_SOURCE,
  act_group: ACT_GROUP,
  act_form: ACT_FORM,
  act_values: ACT_VALUES,
  event_model_promoted: EVENT_MODEL_PROMOTED,
  event_model_rolled_back: EVENT_MODEL_ROLLED_BACK,
  event_model_recalibrated: EVENT_MODEL_RECALIBRATED,
  event_model_recalibrated_values: EVENT_MODEL_RECALIBRATED_VALUES,
  event_retraining_rejected: EVENT_RETRAINING_REJECTED,
  event_following_stopped: EVENT_FOLLOWING_STOPPED,
  event_credential_expiring: EVENT_CREDENTIAL_EXPIRING,
  event_certificate_expiring: EVENT_CERTIFICATE_EXPIRING,
  event_api_budget_used: EVENT_API_BUDGET_USED,
  outside_deleted: OUTSIDE_DELETED,
  outside_not_begun: OUTSIDE_NOT_BEGUN,
  outside_ended: OUTSIDE_ENDED,
  outside_inactive: OUTSIDE_INACTIVE,
  outside_fields: OUTSIDE_FIELDS,
  act_watch: ACT_WATCH,
  act_compare: ACT_COMPARE,
  act_read_reasons: ACT_READ_REASONS,
  act_start_worker: ACT_START_WORKER,
  act_renew_key: ACT_RENEW_KEY,
  act_renew_certificate: ACT_RENEW_CERTIFICATE,
  act_spare_calls: ACT_SPARE_CALLS,
};
