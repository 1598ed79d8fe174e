import ADMINISTRATION from '@salesforce/label/c.Leadlight_Keys_Administration';
import CONFIRM from '@salesforce/label/c.Leadlight_Keys_Confirm';
import CONFIRMED from '@salesforce/label/c.Leadlight_Keys_Confirmed';
import CREATED from '@salesforce/label/c.Leadlight_Keys_Created';
import DONE from '@salesforce/label/c.Leadlight_Keys_Done';
import EARLIER from '@salesforce/label/c.Leadlight_Keys_Earlier';
import FAILURE from '@salesforce/label/c.Leadlight_Keys_Failure';
import HELP from '@salesforce/label/c.Leadlight_Keys_Help';
import LOADING from '@salesforce/label/c.Leadlight_Keys_Loading';
import NEVER from '@salesforce/label/c.Leadlight_Keys_Never';
import RENEW from '@salesforce/label/c.Leadlight_Keys_Renew';
import SCORING from '@salesforce/label/c.Leadlight_Keys_Scoring';
import TITLE from '@salesforce/label/c.Leadlight_Keys_Title';
import UNKNOWN from '@salesforce/label/c.Leadlight_Keys_Unknown';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import UNTIL from '@salesforce/label/c.Leadlight_Keys_Until';
import UNUSED from '@salesforce/label/c.Leadlight_Keys_Unused';

export const labels = {
  administration: ADMINISTRATION,
  confirm: CONFIRM,
  confirmed: CONFIRMED,
  created: CREATED,
  done: DONE,
  earlier: EARLIER,
  failure: FAILURE,
  help: HELP,
  loading: LOADING,
  never: NEVER,
  renew: RENEW,
  scoring: SCORING,
  title: TITLE,
  unknown: UNKNOWN,
  unknownError: UNKNOWN_ERROR,
  until: UNTIL,
  unused: UNUSED,
};
