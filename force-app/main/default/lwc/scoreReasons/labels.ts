import BASELINE from '@salesforce/label/c.Leadlight_Reasons_Baseline';
import END from '@salesforce/label/c.Leadlight_Reasons_End';
import HIDDEN from '@salesforce/label/c.Leadlight_Value_Hidden';
import LOWERS from '@salesforce/label/c.Leadlight_Reasons_Lowers';
import NEUTRAL from '@salesforce/label/c.Leadlight_Reasons_Neutral';
import NONE from '@salesforce/label/c.Leadlight_Reasons_None';
import OTHER from '@salesforce/label/c.Leadlight_Reasons_Other';
import RAISES from '@salesforce/label/c.Leadlight_Reasons_Raises';
import SHOW_ALL from '@salesforce/label/c.Leadlight_Reasons_ShowAll';
import SHOW_FEWER from '@salesforce/label/c.Leadlight_Reasons_ShowFewer';
import START from '@salesforce/label/c.Leadlight_Reasons_Start';
import TITLE from '@salesforce/label/c.Leadlight_Reasons_Title';
import TOTAL from '@salesforce/label/c.Leadlight_Reasons_Total';

export const labels = {
  baseline: BASELINE,
  end: END,
  hidden: HIDDEN,
  lowers: LOWERS,
  neutral: NEUTRAL,
  none: NONE,
  other: OTHER,
  raises: RAISES,
  showAll: SHOW_ALL,
  showFewer: SHOW_FEWER,
  start: START,
  title: TITLE,
  total: TOTAL,
};
