import DRIFT from '@salesforce/label/c.Leadlight_Quality_Drift';
import EMPTY from '@salesforce/label/c.Leadlight_Quality_Empty';
import HELP from '@salesforce/label/c.Leadlight_Quality_Help';
import HELPFUL from '@salesforce/label/c.Leadlight_Quality_Helpful';
import LAST_LEADS from '@salesforce/label/c.Leadlight_Quality_LastLeads';
import LOADING from '@salesforce/label/c.Leadlight_Quality_Loading';
import MISSING from '@salesforce/label/c.Leadlight_Quality_Missing';
import MOVED from '@salesforce/label/c.Leadlight_Quality_Moved';
import MOVING from '@salesforce/label/c.Leadlight_Quality_Moving';
import OUT_OF_DATE from '@salesforce/label/c.Leadlight_Quality_OutOfDate';
import SHOW_ALL from '@salesforce/label/c.Leadlight_Quality_ShowAll';
import SHOW_FEWER from '@salesforce/label/c.Leadlight_Quality_ShowFewer';
import STEADY from '@salesforce/label/c.Leadlight_Quality_Steady';
import TITLE from '@salesforce/label/c.Leadlight_Quality_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import UNKNOWN_LEAD from '@salesforce/label/c.Leadlight_Quality_UnknownLead';
import WRONG from '@salesforce/label/c.Leadlight_Quality_Wrong';

export const labels = {
  drift: DRIFT,
  empty: EMPTY,
  help: HELP,
  helpful: HELPFUL,
  lastLeads: LAST_LEADS,
  loading: LOADING,
  missing: MISSING,
  moved: MOVED,
  moving: MOVING,
  outOfDate: OUT_OF_DATE,
  showAll: SHOW_ALL,
  showFewer: SHOW_FEWER,
  steady: STEADY,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
  unknownLead: UNKNOWN_LEAD,
  wrong: WRONG,
};
