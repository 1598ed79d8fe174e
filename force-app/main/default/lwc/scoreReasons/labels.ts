import BASELINE from '@salesforce/label/c.Leadlight_Reasons_Baseline';
import END from '@salesforce/label/c.Leadlight_Reasons_End';
import LOWERS from '@salesforce/label/c.Leadlight_Reasons_Lowers';
import MISSING from '@salesforce/label/c.Leadlight_Value_Missing';
import NEUTRAL from '@salesforce/label/c.Leadlight_Reasons_Neutral';
import NO from '@salesforce/label/c.Leadlight_Value_No';
import NONE from '@salesforce/label/c.Leadlight_Reasons_None';
import OTHER from '@salesforce/label/c.Leadlight_Reasons_Other';
import RAISES from '@salesforce/label/c.Leadlight_Reasons_Raises';
import SHOW_ALL from '@salesforce/label/c.Leadlight_Reasons_ShowAll';
import SHOW_FEWER from '@salesforce/label/c.Leadlight_Reasons_ShowFewer';
import START from '@salesforce/label/c.Leadlight_Reasons_Start';
import TITLE from '@salesforce/label/c.Leadlight_Reasons_Title';
import TOTAL from '@salesforce/label/c.Leadlight_Reasons_Total';
import YES from '@salesforce/label/c.Leadlight_Value_Yes';

export const labels = {
  baseline: BASELINE,
  end: END,
  lowers: LOWERS,
  missing: MISSING,
  neutral: NEUTRAL,
  no: NO,
  none: NONE,
  other: OTHER,
  raises: RAISES,
  showAll: SHOW_ALL,
  showFewer: SHOW_FEWER,
  start: START,
  title: TITLE,
  total: TOTAL,
  yes: YES,
};
