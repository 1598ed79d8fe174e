import BASELINE from '@salesforce/label/c.Leadlight_Reasons_Baseline';
import BASELINE_RECORD from '@salesforce/label/c.Leadlight_Reasons_BaselineRecord';
import END from '@salesforce/label/c.Leadlight_Reasons_End';
import HIDDEN from '@salesforce/label/c.Leadlight_Value_Hidden';
import LOWERS from '@salesforce/label/c.Leadlight_Reasons_Lowers';
import NEUTRAL from '@salesforce/label/c.Leadlight_Reasons_Neutral';
import NONE from '@salesforce/label/c.Leadlight_Reasons_None';
import NONE_RECORD from '@salesforce/label/c.Leadlight_Reasons_NoneRecord';
import OTHER from '@salesforce/label/c.Leadlight_Reasons_Other';
import RAISES from '@salesforce/label/c.Leadlight_Reasons_Raises';
import SHOW_ALL from '@salesforce/label/c.Leadlight_Reasons_ShowAll';
import SHOW_FEWER from '@salesforce/label/c.Leadlight_Reasons_ShowFewer';
import START from '@salesforce/label/c.Leadlight_Reasons_Start';
import TITLE from '@salesforce/label/c.Leadlight_Reasons_Title';
import TOTAL_RECORD from '@salesforce/label/c.Leadlight_Reasons_TotalRecord';
import TOTAL from '@salesforce/label/c.Leadlight_Reasons_Total';

export const labels = {
  end: END,
  hidden: HIDDEN,
  lowers: LOWERS,
  neutral: NEUTRAL,
  other: OTHER,
  raises: RAISES,
  showAll: SHOW_ALL,
  showFewer: SHOW_FEWER,
  start: START,
  title: TITLE,
};

/** What the start, the end and the absence of reasons are called, for leads and for other records. */
export const subjectLabels = {
  lead: { baseline: BASELINE, total: TOTAL, none: NONE },
  record: { baseline: BASELINE_RECORD, total: TOTAL_RECORD, none: NONE_RECORD },
} as const;
