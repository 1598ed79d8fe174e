import ACCURACY from '@salesforce/label/c.Leadlight_Report_Accuracy';
import ADOPT from '@salesforce/label/c.Leadlight_Thresholds_Adopt';
import ADOPTED from '@salesforce/label/c.Leadlight_Thresholds_Adopted';
import BEST_F1 from '@salesforce/label/c.Leadlight_Thresholds_BestF1';
import CALLED from '@salesforce/label/c.Leadlight_Thresholds_Called';
import CAPACITY from '@salesforce/label/c.Leadlight_Thresholds_Capacity';
import HALF from '@salesforce/label/c.Leadlight_Thresholds_Half';
import HELP from '@salesforce/label/c.Leadlight_Thresholds_Help';
import IN_FORCE from '@salesforce/label/c.Leadlight_Thresholds_InForce';
import PRECISION from '@salesforce/label/c.Leadlight_Report_Precision';
import RECALL from '@salesforce/label/c.Leadlight_Report_Recall';
import THRESHOLD from '@salesforce/label/c.Leadlight_Thresholds_Threshold';
import TITLE from '@salesforce/label/c.Leadlight_Thresholds_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import VALUE from '@salesforce/label/c.Leadlight_Thresholds_Value';

export const labels = {
  accuracy: ACCURACY,
  adopt: ADOPT,
  adopted: ADOPTED,
  bestF1: BEST_F1,
  called: CALLED,
  capacity: CAPACITY,
  half: HALF,
  help: HELP,
  inForce: IN_FORCE,
  precision: PRECISION,
  recall: RECALL,
  threshold: THRESHOLD,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
  value: VALUE,
};
