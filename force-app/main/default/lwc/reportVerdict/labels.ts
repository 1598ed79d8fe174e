import GOAL_PRECISION_HELP from '@salesforce/label/c.Leadlight_Goal_PrecisionHelp';
import GOAL_REACHED from '@salesforce/label/c.Leadlight_Goal_Reached';
import GOAL_RECALL_HELP from '@salesforce/label/c.Leadlight_Goal_RecallHelp';
import WON from '@salesforce/label/c.Leadlight_Report_Won';
import WON_PRECISION_HELP from '@salesforce/label/c.Leadlight_Report_WonPrecisionHelp';
import WON_RECALL_HELP from '@salesforce/label/c.Leadlight_Report_WonRecallHelp';
import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import AUC_HELP from '@salesforce/label/c.Leadlight_Report_AucHelp';
import CARE from '@salesforce/label/c.Leadlight_Report_VerdictCare';
import COMPARISON from '@salesforce/label/c.Leadlight_Report_Comparison';
import COMPARISON_NONE from '@salesforce/label/c.Leadlight_Report_ComparisonNone';
import COMPARISON_CONTENDER from '@salesforce/label/c.Leadlight_Report_ComparisonContender';
import ECE from '@salesforce/label/c.Leadlight_Report_Ece';
import ECE_HELP from '@salesforce/label/c.Leadlight_Report_EceHelp';
import LIFT from '@salesforce/label/c.Leadlight_Report_Lift';
import LIFT_HELP from '@salesforce/label/c.Leadlight_Report_LiftHelp';
import NOT_PUBLISHED from '@salesforce/label/c.Leadlight_Report_NotPublished';
import NOT_READY from '@salesforce/label/c.Leadlight_Report_VerdictNot';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import RATE from '@salesforce/label/c.Leadlight_Report_Rate';
import RATE_HELP from '@salesforce/label/c.Leadlight_Report_RateHelp';
import READY from '@salesforce/label/c.Leadlight_Report_VerdictReady';
import TIMES from '@salesforce/label/c.Leadlight_Report_Times';
import ACCURACY from '@salesforce/label/c.Leadlight_Report_Accuracy';
import ACCURACY_HELP from '@salesforce/label/c.Leadlight_Report_AccuracyHelp';
import PRECISION from '@salesforce/label/c.Leadlight_Report_Precision';
import PRECISION_HELP from '@salesforce/label/c.Leadlight_Report_PrecisionHelp';
import RECALL from '@salesforce/label/c.Leadlight_Report_Recall';
import RECALL_HELP from '@salesforce/label/c.Leadlight_Report_RecallHelp';
import RECORD_AUC_HELP from '@salesforce/label/c.Leadlight_Propensity_AucHelp';
import FEW_CONVERTED from '@salesforce/label/c.Leadlight_Propensity_FewConverted';
import FEW_RECORDS from '@salesforce/label/c.Leadlight_Propensity_FewRecords';
import LIFT_MAY_BE_CHANCE from '@salesforce/label/c.Leadlight_Propensity_LiftMayBeChance';
import MOVED from '@salesforce/label/c.Leadlight_Propensity_Moved';
import NO_BETTER_THAN_AVERAGE from '@salesforce/label/c.Leadlight_Propensity_NoBetterThanAverage';
import NO_BETTER_THAN_CHANCE from '@salesforce/label/c.Leadlight_Propensity_NoBetterThanChance';
import READY_ON_NEWER from '@salesforce/label/c.Leadlight_Propensity_ReadyOnNewer';
import READY_OVER_TIME from '@salesforce/label/c.Leadlight_Propensity_ReadyOverTime';
import WORSE_ON_NEWER from '@salesforce/label/c.Leadlight_Propensity_WorseOnNewer';
import RECORD_LIFT_HELP from '@salesforce/label/c.Leadlight_Propensity_LiftHelp';

export const labels = {
  accuracy: ACCURACY,
  accuracyHelp: ACCURACY_HELP,
  precision: PRECISION,
  recall: RECALL,
  auc: AUC,
  care: CARE,
  comparison: COMPARISON,
  comparisonNone: COMPARISON_NONE,
  comparisonContender: COMPARISON_CONTENDER,
  ece: ECE,
  eceHelp: ECE_HELP,
  lift: LIFT,
  notPublished: NOT_PUBLISHED,
  notReady: NOT_READY,
  range: RANGE,
  rateHelp: RATE_HELP,
  ready: READY,
  times: TIMES,
};

export const goalLabels = {
  converted: { rate: RATE, precisionHelp: PRECISION_HELP, recallHelp: RECALL_HELP },
  won: { rate: WON, precisionHelp: WON_PRECISION_HELP, recallHelp: WON_RECALL_HELP },
  reached: { rate: GOAL_REACHED, precisionHelp: GOAL_PRECISION_HELP, recallHelp: GOAL_RECALL_HELP },
};

/** What the figures say, of leads and of other records. */
export const subjectLabels = {
  lead: { aucHelp: AUC_HELP, liftHelp: LIFT_HELP },
  record: { aucHelp: RECORD_AUC_HELP, liftHelp: RECORD_LIFT_HELP },
} as const;

/** Sentences of the verdict that otherwise speak of leads, by the code of the message. */
export const recordVerdictLabels: Readonly<Record<string, string>> = {
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
