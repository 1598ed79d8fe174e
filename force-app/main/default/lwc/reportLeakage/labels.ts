import ALLOWED from '@salesforce/label/c.Leadlight_Report_Allowed';
import AUC_ALONE from '@salesforce/label/c.Leadlight_Report_AucAlone';
import EXCLUDED from '@salesforce/label/c.Leadlight_Report_Excluded';
import FINE from '@salesforce/label/c.Leadlight_Report_LeakageFine';
import HELP from '@salesforce/label/c.Leadlight_Report_LeakageHelp';
import SUSPECT from '@salesforce/label/c.Leadlight_Report_Suspect';
import TITLE from '@salesforce/label/c.Leadlight_Report_Leakage';

export const labels = {
  allowed: ALLOWED,
  aucAlone: AUC_ALONE,
  excluded: EXCLUDED,
  fine: FINE,
  help: HELP,
  suspect: SUSPECT,
  title: TITLE,
};
