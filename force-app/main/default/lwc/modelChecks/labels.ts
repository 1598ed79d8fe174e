import ALARM from '@salesforce/label/c.Leadlight_Checks_Alarm';
import AUC from '@salesforce/label/c.Leadlight_Checks_Auc';
import AUC_IF_CALIBRATED from '@salesforce/label/c.Leadlight_Checks_AucIfCalibrated';
import DAY from '@salesforce/label/c.Leadlight_Checks_Day';
import EMPTY from '@salesforce/label/c.Leadlight_Checks_Empty';
import ESTIMATED from '@salesforce/label/c.Leadlight_Checks_AucEstimated';
import FINDINGS from '@salesforce/label/c.Leadlight_Checks_Findings';
import FOUND from '@salesforce/label/c.Leadlight_Checks_Found';
import FOUND_WITHOUT_MODEL from '@salesforce/label/c.Leadlight_Checks_FoundWithoutModel';
import HELP from '@salesforce/label/c.Leadlight_Checks_Help';
import HOW_SURE from '@salesforce/label/c.Leadlight_Checks_HowSure';
import INTERVAL from '@salesforce/label/c.Leadlight_Checks_Interval';
import LOADING from '@salesforce/label/c.Leadlight_Checks_Loading';
import NOTHING_FOUND from '@salesforce/label/c.Leadlight_Checks_NothingFound';
import NOTICE from '@salesforce/label/c.Leadlight_Checks_Notice';
import OVER from '@salesforce/label/c.Leadlight_Checks_Over';
import RATE from '@salesforce/label/c.Leadlight_Checks_Rate';
import RATE_PREDICTED from '@salesforce/label/c.Leadlight_Checks_RatePredicted';
import SPOKEN from '@salesforce/label/c.Leadlight_Checks_Spoken';
import TITLE from '@salesforce/label/c.Leadlight_Checks_Title';
import TOO_FEW from '@salesforce/label/c.Leadlight_Checks_TooFew';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import VERY_SURE from '@salesforce/label/c.Leadlight_Checks_VerySure';
import ACT_RETRAIN from '@salesforce/label/c.Leadlight_Propensity_ActRetrain';
import ACT_SOURCE from '@salesforce/label/c.Leadlight_Propensity_ActSource';
import EVENT_CALIBRATION_OFF from '@salesforce/label/c.Leadlight_Propensity_EventCalibrationOff';
import EVENT_DELAYS_MOVED from '@salesforce/label/c.Leadlight_Propensity_EventDelaysMoved';
import EVENT_PERFORMANCE_CHANGED from '@salesforce/label/c.Leadlight_Propensity_EventPerformanceChanged';
import EVENT_PERFORMANCE_UNMEASURED from '@salesforce/label/c.Leadlight_Propensity_EventPerformanceUnmeasured';
import EVENT_SEGMENT_CHANGED from '@salesforce/label/c.Leadlight_Propensity_EventSegmentChanged';
import EVENT_VALUES_MISSING from '@salesforce/label/c.Leadlight_Propensity_EventValuesMissing';
import EVENT_VALUES_UNSEEN from '@salesforce/label/c.Leadlight_Propensity_EventValuesUnseen';
import RECORD_EMPTY from '@salesforce/label/c.Leadlight_Propensity_ChecksEmpty';
import RECORD_HELP from '@salesforce/label/c.Leadlight_Propensity_ChecksHelp';
import RECORD_RATE from '@salesforce/label/c.Leadlight_Propensity_ChecksRate';
import RECORD_TOO_FEW from '@salesforce/label/c.Leadlight_Propensity_ChecksTooFew';

export const labels = {
  alarm: ALARM,
  auc: AUC,
  aucIfCalibrated: AUC_IF_CALIBRATED,
  day: DAY,
  empty: EMPTY,
  estimated: ESTIMATED,
  findings: FINDINGS,
  found: FOUND,
  foundWithoutModel: FOUND_WITHOUT_MODEL,
  help: HELP,
  howSure: HOW_SURE,
  interval: INTERVAL,
  loading: LOADING,
  nothingFound: NOTHING_FOUND,
  notice: NOTICE,
  over: OVER,
  rate: RATE,
  ratePredicted: RATE_PREDICTED,
  spoken: SPOKEN,
  title: TITLE,
  tooFew: TOO_FEW,
  unknownError: UNKNOWN_ERROR,
  verySure: VERY_SURE,
};

/** Of the records of a propensity, where the others speak of leads. */
export const recordLabels = { empty: RECORD_EMPTY, help: RECORD_HELP, rate: RECORD_RATE, tooFew: RECORD_TOO_FEW };

/** Likewise, by the code of the message. */
export const recordMessageLabels: Readonly<Record<string, string>> = {
  act_retrain: ACT_RETRAIN,
  act_source: ACT_SOURCE,
  event_calibration_off: EVENT_CALIBRATION_OFF,
  event_delays_moved: EVENT_DELAYS_MOVED,
  event_performance_changed: EVENT_PERFORMANCE_CHANGED,
  event_performance_unmeasured: EVENT_PERFORMANCE_UNMEASURED,
  event_segment_changed: EVENT_SEGMENT_CHANGED,
  event_values_missing: EVENT_VALUES_MISSING,
  event_values_unseen: EVENT_VALUES_UNSEEN,
};
