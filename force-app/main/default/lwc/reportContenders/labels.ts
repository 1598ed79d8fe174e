import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import BEST from '@salesforce/label/c.Leadlight_Report_Best';
import CONTENDER from '@salesforce/label/c.Leadlight_Report_Contender';
import HELP from '@salesforce/label/c.Leadlight_Report_ContendersHelp';
import LIFT from '@salesforce/label/c.Leadlight_Report_Lift';
import NEWEST from '@salesforce/label/c.Leadlight_Report_Newest';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import THIS_MODEL from '@salesforce/label/c.Leadlight_Report_ThisModel';
import TIMES from '@salesforce/label/c.Leadlight_Report_Times';
import TITLE from '@salesforce/label/c.Leadlight_Report_Contenders';

export const labels = {
  auc: AUC,
  best: BEST,
  contender: CONTENDER,
  help: HELP,
  lift: LIFT,
  newest: NEWEST,
  range: RANGE,
  thisModel: THIS_MODEL,
  times: TIMES,
  title: TITLE,
};
