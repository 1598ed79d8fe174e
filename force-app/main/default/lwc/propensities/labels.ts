import ABOUT from '@salesforce/label/c.Leadlight_Propensity_About';
import ACTIVATE from '@salesforce/label/c.Leadlight_Propensity_Activate';
import ACTIVATE_QUESTION from '@salesforce/label/c.Leadlight_Propensity_ActivateQuestion';
import ACTIVATE_QUESTION_SHOWN from '@salesforce/label/c.Leadlight_Propensity_ActivateQuestionShown';
import ACTIVATED from '@salesforce/label/c.Leadlight_Propensity_Activated';
import ACTIVE from '@salesforce/label/c.Leadlight_Propensity_Active';
import ACTIVE_WITHIN from '@salesforce/label/c.Leadlight_Propensity_ActiveWithin';
import ADD from '@salesforce/label/c.Leadlight_Propensity_Add';
import ADDED from '@salesforce/label/c.Leadlight_Propensity_Added';
import CANCEL from '@salesforce/label/c.Leadlight_Models_Cancel';
import CHANGE from '@salesforce/label/c.Leadlight_Propensity_Change';
import CHANGED from '@salesforce/label/c.Leadlight_Propensity_Changed';
import CHOICE from '@salesforce/label/c.Leadlight_Propensity_Choice';
import CONFIRM from '@salesforce/label/c.Leadlight_Propensity_Confirm';
import DEACTIVATE from '@salesforce/label/c.Leadlight_Propensity_Deactivate';
import DEACTIVATE_QUESTION from '@salesforce/label/c.Leadlight_Propensity_DeactivateQuestion';
import DEACTIVATED from '@salesforce/label/c.Leadlight_Propensity_Deactivated';
import EXCLUDED from '@salesforce/label/c.Leadlight_Propensity_Excluded';
import FAILED from '@salesforce/label/c.Leadlight_Training_Failed';
import FIGURES from '@salesforce/label/c.Leadlight_Propensity_Figures';
import HELP from '@salesforce/label/c.Leadlight_Propensity_Help';
import HIDE_CHECKS from '@salesforce/label/c.Leadlight_Propensity_HideChecks';
import HIDE_REPORT from '@salesforce/label/c.Leadlight_Propensity_HideReport';
import HORIZON from '@salesforce/label/c.Leadlight_Propensity_Horizon';
import INACTIVE from '@salesforce/label/c.Leadlight_Propensity_Inactive';
import JOB from '@salesforce/label/c.Leadlight_Propensity_Job';
import LOADING from '@salesforce/label/c.Leadlight_Propensity_Loading';
import NONE from '@salesforce/label/c.Leadlight_Propensity_None';
import NOT_PUBLISHED from '@salesforce/label/c.Leadlight_Training_NotPublished';
import OTHER_JOB from '@salesforce/label/c.Leadlight_Propensity_OtherJob';
import PUBLISHED from '@salesforce/label/c.Leadlight_Training_Published';
import RUNS from '@salesforce/label/c.Leadlight_Training_Runs';
import SAVE from '@salesforce/label/c.Leadlight_Propensity_Save';
import SHOW_CHECKS from '@salesforce/label/c.Leadlight_Propensity_ShowChecks';
import SHOW_REPORT from '@salesforce/label/c.Leadlight_Propensity_ShowReport';
import TITLE from '@salesforce/label/c.Leadlight_Propensity_Title';
import TRAIN from '@salesforce/label/c.Leadlight_Training_Train';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import UNTRAINED from '@salesforce/label/c.Leadlight_Propensity_Untrained';
import WAITS from '@salesforce/label/c.Leadlight_Training_Waits';
import WRITE_BACK from '@salesforce/label/c.Leadlight_Propensity_WriteBack';
import WRITE_BACK_CASE from '@salesforce/label/c.Leadlight_Propensity_WriteBackCase';

export const labels = {
  about: ABOUT,
  activate: ACTIVATE,
  activateQuestion: ACTIVATE_QUESTION,
  activateQuestionShown: ACTIVATE_QUESTION_SHOWN,
  activated: ACTIVATED,
  active: ACTIVE,
  activeWithin: ACTIVE_WITHIN,
  add: ADD,
  added: ADDED,
  cancel: CANCEL,
  change: CHANGE,
  changed: CHANGED,
  choice: CHOICE,
  confirm: CONFIRM,
  deactivate: DEACTIVATE,
  deactivateQuestion: DEACTIVATE_QUESTION,
  deactivated: DEACTIVATED,
  excluded: EXCLUDED,
  failed: FAILED,
  figures: FIGURES,
  help: HELP,
  hideChecks: HIDE_CHECKS,
  hideReport: HIDE_REPORT,
  horizon: HORIZON,
  inactive: INACTIVE,
  job: JOB,
  loading: LOADING,
  none: NONE,
  notPublished: NOT_PUBLISHED,
  otherJob: OTHER_JOB,
  published: PUBLISHED,
  runs: RUNS,
  save: SAVE,
  showChecks: SHOW_CHECKS,
  showReport: SHOW_REPORT,
  title: TITLE,
  train: TRAIN,
  unknownError: UNKNOWN_ERROR,
  untrained: UNTRAINED,
  waits: WAITS,
  writeBack: WRITE_BACK,
  writeBackCase: WRITE_BACK_CASE,
};
