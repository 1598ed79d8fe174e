import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import ASSIGNED from '@salesforce/label/c.Leadlight_Experiment_Assigned';
import BASE_RATE from '@salesforce/label/c.Leadlight_Experiment_BaseRate';
import CALCULATE from '@salesforce/label/c.Leadlight_Experiment_Calculate';
import CONFIRM from '@salesforce/label/c.Leadlight_Experiment_Confirm';
import CONFIRM_STOP from '@salesforce/label/c.Leadlight_Experiment_ConfirmStop';
import CONFIRMED from '@salesforce/label/c.Leadlight_Experiment_Confirmed';
import CONFIRMED_STOP from '@salesforce/label/c.Leadlight_Experiment_ConfirmedStop';
import COUNTS from '@salesforce/label/c.Leadlight_Experiment_Counts';
import DESIGN_LEAD from '@salesforce/label/c.Leadlight_Experiment_DesignLead';
import DESIGN_REP from '@salesforce/label/c.Leadlight_Experiment_DesignRep';
import EFFECT from '@salesforce/label/c.Leadlight_Experiment_Effect';
import EFFECT_VIEWED from '@salesforce/label/c.Leadlight_Experiment_EffectViewed';
import END_EXPLORATION from '@salesforce/label/c.Leadlight_Experiment_EndExploration';
import ENDED from '@salesforce/label/c.Leadlight_Experiment_Ended';
import EXPLORING from '@salesforce/label/c.Leadlight_Experiment_Exploring';
import HARMS from '@salesforce/label/c.Leadlight_Experiment_Harms';
import HELP from '@salesforce/label/c.Leadlight_Experiment_Help';
import HELPS from '@salesforce/label/c.Leadlight_Experiment_Helps';
import HIDDEN_SHARE from '@salesforce/label/c.Leadlight_Experiment_HiddenShare';
import LOADING from '@salesforce/label/c.Leadlight_Experiment_Loading';
import MIN_EFFECT from '@salesforce/label/c.Leadlight_Experiment_MinEffect';
import NEW from '@salesforce/label/c.Leadlight_Experiment_New';
import NONE from '@salesforce/label/c.Leadlight_Experiment_None';
import NOT_FOUND from '@salesforce/label/c.Leadlight_Experiment_NotFound';
import NOT_KNOWN from '@salesforce/label/c.Leadlight_Experiment_NotKnown';
import PLAN_LEADS from '@salesforce/label/c.Leadlight_Experiment_PlanLeads';
import PLAN_RATE from '@salesforce/label/c.Leadlight_Experiment_PlanRate';
import PLAN_WEEKS from '@salesforce/label/c.Leadlight_Experiment_PlanWeeks';
import PLAN_WEEKS_UNKNOWN from '@salesforce/label/c.Leadlight_Experiment_PlanWeeksUnknown';
import RUNNING from '@salesforce/label/c.Leadlight_Experiment_Running';
import START from '@salesforce/label/c.Leadlight_Experiment_Start';
import STOP from '@salesforce/label/c.Leadlight_Experiment_Stop';
import STOP_EXPLORATION from '@salesforce/label/c.Leadlight_Experiment_StopExploration';
import TITLE from '@salesforce/label/c.Leadlight_Experiment_Title';

export const labels = {
  assigned: ASSIGNED,
  baseRate: BASE_RATE,
  calculate: CALCULATE,
  confirm: CONFIRM,
  confirmed: CONFIRMED,
  confirmedStop: CONFIRMED_STOP,
  confirmStop: CONFIRM_STOP,
  counts: COUNTS,
  designLead: DESIGN_LEAD,
  designRep: DESIGN_REP,
  effect: EFFECT,
  effectViewed: EFFECT_VIEWED,
  ended: ENDED,
  endExploration: END_EXPLORATION,
  exploring: EXPLORING,
  harms: HARMS,
  help: HELP,
  helps: HELPS,
  hiddenShare: HIDDEN_SHARE,
  loading: LOADING,
  minEffect: MIN_EFFECT,
  new: NEW,
  none: NONE,
  notFound: NOT_FOUND,
  notKnown: NOT_KNOWN,
  planLeads: PLAN_LEADS,
  planRate: PLAN_RATE,
  planWeeks: PLAN_WEEKS,
  planWeeksUnknown: PLAN_WEEKS_UNKNOWN,
  running: RUNNING,
  start: START,
  stop: STOP,
  stopExploration: STOP_EXPLORATION,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
};
