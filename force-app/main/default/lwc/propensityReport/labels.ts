import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import AUC_HELP from '@salesforce/label/c.Leadlight_Propensity_AucHelp';
import CARE from '@salesforce/label/c.Leadlight_Report_VerdictCare';
import CONTENDER from '@salesforce/label/c.Leadlight_Report_Contender';
import CONTENDERS from '@salesforce/label/c.Leadlight_Report_Contenders';
import CONTENDERS_HELP from '@salesforce/label/c.Leadlight_Propensity_ContendersHelp';
import DELAY from '@salesforce/label/c.Leadlight_Propensity_Delay';
import ECE from '@salesforce/label/c.Leadlight_Report_Ece';
import ECE_HELP from '@salesforce/label/c.Leadlight_Report_EceHelp';
import FEW_CONVERTED from '@salesforce/label/c.Leadlight_Propensity_FewConverted';
import FEW_RECORDS from '@salesforce/label/c.Leadlight_Propensity_FewRecords';
import LEARNED from '@salesforce/label/c.Leadlight_Propensity_Learned';
import LEFT_OUT from '@salesforce/label/c.Leadlight_Propensity_LeftOut';
import LIFT from '@salesforce/label/c.Leadlight_Report_Lift';
import LIFT_HELP from '@salesforce/label/c.Leadlight_Propensity_LiftHelp';
import LIFT_MAY_BE_CHANCE from '@salesforce/label/c.Leadlight_Propensity_LiftMayBeChance';
import MEASURED from '@salesforce/label/c.Leadlight_Propensity_Measured';
import MOVED from '@salesforce/label/c.Leadlight_Propensity_Moved';
import NO_BETTER_THAN_AVERAGE from '@salesforce/label/c.Leadlight_Propensity_NoBetterThanAverage';
import NO_BETTER_THAN_CHANCE from '@salesforce/label/c.Leadlight_Propensity_NoBetterThanChance';
import NONE from '@salesforce/label/c.Leadlight_Propensity_ReportNone';
import NOT_READY from '@salesforce/label/c.Leadlight_Report_VerdictNot';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import READY from '@salesforce/label/c.Leadlight_Report_VerdictReady';
import READY_ON_NEWER from '@salesforce/label/c.Leadlight_Propensity_ReadyOnNewer';
import READY_OVER_TIME from '@salesforce/label/c.Leadlight_Propensity_ReadyOverTime';
import STRONGEST from '@salesforce/label/c.Leadlight_Propensity_Strongest';
import SUSPECT_EXCLUDED from '@salesforce/label/c.Leadlight_Propensity_SuspectExcluded';
import SUSPECT_USED from '@salesforce/label/c.Leadlight_Propensity_SuspectUsed';
import SUSPECTS from '@salesforce/label/c.Leadlight_Propensity_Suspects';
import THIS_MODEL from '@salesforce/label/c.Leadlight_Report_ThisModel';
import TIMES from '@salesforce/label/c.Leadlight_Report_Times';
import TITLE from '@salesforce/label/c.Leadlight_Propensity_ReportTitle';
import WORSE_ON_NEWER from '@salesforce/label/c.Leadlight_Propensity_WorseOnNewer';

export const labels = {
  auc: AUC,
  aucHelp: AUC_HELP,
  care: CARE,
  contender: CONTENDER,
  contenders: CONTENDERS,
  contendersHelp: CONTENDERS_HELP,
  delay: DELAY,
  ece: ECE,
  eceHelp: ECE_HELP,
  learned: LEARNED,
  leftOut: LEFT_OUT,
  lift: LIFT,
  liftHelp: LIFT_HELP,
  measured: MEASURED,
  none: NONE,
  notReady: NOT_READY,
  range: RANGE,
  ready: READY,
  strongest: STRONGEST,
  suspectExcluded: SUSPECT_EXCLUDED,
  suspectUsed: SUSPECT_USED,
  suspects: SUSPECTS,
  thisModel: THIS_MODEL,
  times: TIMES,
  title: TITLE,
};

/** Sentences of the verdict that otherwise speak of leads, by the code of the message. */
export const verdictLabels: Readonly<Record<string, string>> = {
  few_converted: FEW_CONVERTED,
  few_leads: FEW_RECORDS,
  lift_may_be_chance: LIFT_MAY_BE_CHANCE,
  moved: MOVED,
  no_better_than_average: NO_BETTER_THAN_AVERAGE,
  no_better_than_chance: NO_BETTER_THAN_CHANCE,
  ready_on_newer: READY_ON_NEWER,
  ready_over_time: READY_OVER_TIME,
  worse_on_newer: WORSE_ON_NEWER,
};
