import AUTOMATIC from '@salesforce/label/c.Leadlight_Settings_Automatic';
import BAND from '@salesforce/label/c.Leadlight_Settings_Band';
import BANDS from '@salesforce/label/c.Leadlight_Settings_Bands';
import BANDS_HELP from '@salesforce/label/c.Leadlight_Settings_BandsHelp';
import BANDS_SUM from '@salesforce/label/c.Leadlight_Settings_BandsSum';
import CALL_COST from '@salesforce/label/c.Leadlight_Settings_CallCost';
import CAPACITY from '@salesforce/label/c.Leadlight_Settings_Capacity';
import CHANGED from '@salesforce/label/c.Leadlight_Settings_Changed';
import CONFIRM from '@salesforce/label/c.Leadlight_Settings_Confirm';
import CONFIRMED from '@salesforce/label/c.Leadlight_Settings_Confirmed';
import CONFIRM_UNDO from '@salesforce/label/c.Leadlight_Settings_ConfirmUndo';
import DEAL_VALUE from '@salesforce/label/c.Leadlight_Settings_DealValue';
import DEFAULTS from '@salesforce/label/c.Leadlight_Settings_Defaults';
import FIELDS from '@salesforce/label/c.Leadlight_Settings_Fields';
import GOAL from '@salesforce/label/c.Leadlight_Settings_Goal';
import GOAL_CONVERTED from '@salesforce/label/c.Leadlight_Settings_GoalConverted';
import GOAL_OPPORTUNITY from '@salesforce/label/c.Leadlight_Settings_GoalOpportunity';
import GOAL_STATUS from '@salesforce/label/c.Leadlight_Settings_GoalStatus';
import GOAL_WON from '@salesforce/label/c.Leadlight_Settings_GoalWon';
import GROUPS from '@salesforce/label/c.Leadlight_Settings_Groups';
import HORIZON from '@salesforce/label/c.Leadlight_Settings_Horizon';
import LEARNER from '@salesforce/label/c.Leadlight_Settings_Learner';
import LEARNER_BASE_RATE from '@salesforce/label/c.Leadlight_Settings_LearnerBaseRate';
import LEARNER_BAYES from '@salesforce/label/c.Leadlight_Settings_LearnerBayes';
import LEARNER_BEST from '@salesforce/label/c.Leadlight_Settings_LearnerBest';
import LEARNER_BLEND from '@salesforce/label/c.Leadlight_Settings_LearnerBlend';
import LEARNER_BOOSTING from '@salesforce/label/c.Leadlight_Settings_LearnerBoosting';
import LEARNER_FOREST from '@salesforce/label/c.Leadlight_Settings_LearnerForest';
import LEARNER_LOGISTIC from '@salesforce/label/c.Leadlight_Settings_LearnerLogistic';
import LEARNER_ML from '@salesforce/label/c.Leadlight_Settings_LearnerMl';
import LEARNER_RULES from '@salesforce/label/c.Leadlight_Settings_LearnerRules';
import LOADING from '@salesforce/label/c.Leadlight_Settings_Loading';
import NOTE from '@salesforce/label/c.Leadlight_Settings_Note';
import NO_SEGMENT from '@salesforce/label/c.Leadlight_Settings_NoSegment';
import POINTS from '@salesforce/label/c.Leadlight_Settings_Points';
import SAVE from '@salesforce/label/c.Leadlight_Settings_Save';
import SAVED from '@salesforce/label/c.Leadlight_Settings_Saved';
import SEGMENT from '@salesforce/label/c.Leadlight_Settings_Segment';
import STATUS from '@salesforce/label/c.Leadlight_Settings_Status';
import THRESHOLD from '@salesforce/label/c.Leadlight_Settings_Threshold';
import TITLE from '@salesforce/label/c.Leadlight_Settings_Title';
import UNCHANGED from '@salesforce/label/c.Leadlight_Settings_Unchanged';
import UNDO from '@salesforce/label/c.Leadlight_Settings_Undo';
import UNDONE from '@salesforce/label/c.Leadlight_Settings_Undone';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  automatic: AUTOMATIC,
  band: BAND,
  bands: BANDS,
  bandsHelp: BANDS_HELP,
  bandsSum: BANDS_SUM,
  callCost: CALL_COST,
  capacity: CAPACITY,
  changed: CHANGED,
  confirm: CONFIRM,
  confirmUndo: CONFIRM_UNDO,
  confirmed: CONFIRMED,
  dealValue: DEAL_VALUE,
  defaults: DEFAULTS,
  fields: FIELDS,
  goal: GOAL,
  goalConverted: GOAL_CONVERTED,
  goalOpportunity: GOAL_OPPORTUNITY,
  goalStatus: GOAL_STATUS,
  goalWon: GOAL_WON,
  groups: GROUPS,
  horizon: HORIZON,
  learner: LEARNER,
  learnerBaseRate: LEARNER_BASE_RATE,
  learnerBayes: LEARNER_BAYES,
  learnerBest: LEARNER_BEST,
  learnerBlend: LEARNER_BLEND,
  learnerBoosting: LEARNER_BOOSTING,
  learnerForest: LEARNER_FOREST,
  learnerLogistic: LEARNER_LOGISTIC,
  learnerMl: LEARNER_ML,
  learnerRules: LEARNER_RULES,
  loading: LOADING,
  noSegment: NO_SEGMENT,
  note: NOTE,
  points: POINTS,
  save: SAVE,
  saved: SAVED,
  segment: SEGMENT,
  status: STATUS,
  threshold: THRESHOLD,
  title: TITLE,
  unchanged: UNCHANGED,
  undo: UNDO,
  undone: UNDONE,
  unknownError: UNKNOWN_ERROR,
};
