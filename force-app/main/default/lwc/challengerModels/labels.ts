import ACTIVE from '@salesforce/label/c.Leadlight_Challenger_Active';
import CHALLENGER from '@salesforce/label/c.Leadlight_Challenger_Challenger';
import CONFIRM_PROMOTE from '@salesforce/label/c.Leadlight_Challenger_ConfirmPromote';
import CONFIRM_ROLL_BACK from '@salesforce/label/c.Leadlight_Challenger_ConfirmRollBack';
import CONFIRMED_ROLL_BACK from '@salesforce/label/c.Leadlight_Challenger_ConfirmedRollBack';
import DIFFERENCE from '@salesforce/label/c.Leadlight_Challenger_Difference';
import EXPIRED from '@salesforce/label/c.Leadlight_Challenger_EndExpired';
import PROMOTED from '@salesforce/label/c.Leadlight_Challenger_EndPromoted';
import REPLACED from '@salesforce/label/c.Leadlight_Challenger_EndReplaced';
import RESTORED from '@salesforce/label/c.Leadlight_Challenger_EndRestored';
import STOPPED from '@salesforce/label/c.Leadlight_Challenger_EndStopped';
import WORSE from '@salesforce/label/c.Leadlight_Challenger_EndWorse';
import EVIDENCE from '@salesforce/label/c.Leadlight_Challenger_Evidence';
import FAILED from '@salesforce/label/c.Leadlight_Challenger_Failed';
import FORMER from '@salesforce/label/c.Leadlight_Challenger_Former';
import GONE from '@salesforce/label/c.Leadlight_Challenger_Gone';
import HELP from '@salesforce/label/c.Leadlight_Challenger_Help';
import LEADS from '@salesforce/label/c.Leadlight_Challenger_Leads';
import LOADING from '@salesforce/label/c.Leadlight_Challenger_Loading';
import MODEL from '@salesforce/label/c.Leadlight_Challenger_Model';
import NONE from '@salesforce/label/c.Leadlight_Challenger_None';
import NOT_COMPARED from '@salesforce/label/c.Leadlight_Challenger_NotCompared';
import ROLL_BACK from '@salesforce/label/c.Leadlight_Challenger_RollBack';
import SINCE from '@salesforce/label/c.Leadlight_Challenger_Since';
import START from '@salesforce/label/c.Leadlight_Challenger_Start';
import STOP from '@salesforce/label/c.Leadlight_Challenger_Stop';
import TITLE from '@salesforce/label/c.Leadlight_Challenger_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import PROMOTE from '@salesforce/label/c.Leadlight_Models_Activate';
import CONFIRMED_PROMOTE from '@salesforce/label/c.Leadlight_Models_Confirmed';
import DONE from '@salesforce/label/c.Leadlight_Models_Done';
import VERSION from '@salesforce/label/c.Leadlight_Models_Version';

export const labels = {
  active: ACTIVE,
  challenger: CHALLENGER,
  confirmedPromote: CONFIRMED_PROMOTE,
  confirmedRollBack: CONFIRMED_ROLL_BACK,
  confirmPromote: CONFIRM_PROMOTE,
  confirmRollBack: CONFIRM_ROLL_BACK,
  difference: DIFFERENCE,
  done: DONE,
  evidence: EVIDENCE,
  expired: EXPIRED,
  failed: FAILED,
  former: FORMER,
  gone: GONE,
  help: HELP,
  leads: LEADS,
  loading: LOADING,
  model: MODEL,
  none: NONE,
  notCompared: NOT_COMPARED,
  promote: PROMOTE,
  promoted: PROMOTED,
  replaced: REPLACED,
  restored: RESTORED,
  rollBack: ROLL_BACK,
  since: SINCE,
  start: START,
  stop: STOP,
  stopped: STOPPED,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
  version: VERSION,
  worse: WORSE,
};
