import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import CONTENDER from '@salesforce/label/c.Leadlight_Report_Contender';
import CONTENDERS from '@salesforce/label/c.Leadlight_Report_Contenders';
import CONTENDERS_HELP from '@salesforce/label/c.Leadlight_Propensity_ContendersHelp';
import DELAY from '@salesforce/label/c.Leadlight_Propensity_Delay';
import LEARNED from '@salesforce/label/c.Leadlight_Propensity_Learned';
import LEFT_OUT from '@salesforce/label/c.Leadlight_Propensity_LeftOut';
import MEASURED from '@salesforce/label/c.Leadlight_Propensity_Measured';
import NONE from '@salesforce/label/c.Leadlight_Propensity_ReportNone';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import STRONGEST from '@salesforce/label/c.Leadlight_Propensity_Strongest';
import SUSPECT_EXCLUDED from '@salesforce/label/c.Leadlight_Propensity_SuspectExcluded';
import SUSPECT_USED from '@salesforce/label/c.Leadlight_Propensity_SuspectUsed';
import SUSPECTS from '@salesforce/label/c.Leadlight_Propensity_Suspects';
import THIS_MODEL from '@salesforce/label/c.Leadlight_Report_ThisModel';
import TITLE from '@salesforce/label/c.Leadlight_Propensity_ReportTitle';

export const labels = {
  auc: AUC,
  contender: CONTENDER,
  contenders: CONTENDERS,
  contendersHelp: CONTENDERS_HELP,
  delay: DELAY,
  learned: LEARNED,
  leftOut: LEFT_OUT,
  measured: MEASURED,
  none: NONE,
  range: RANGE,
  strongest: STRONGEST,
  suspectExcluded: SUSPECT_EXCLUDED,
  suspectUsed: SUSPECT_USED,
  suspects: SUSPECTS,
  thisModel: THIS_MODEL,
  title: TITLE,
};
