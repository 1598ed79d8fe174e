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

export const labels = {
  accuracy: ACCURACY,
  accuracyHelp: ACCURACY_HELP,
  precision: PRECISION,
  recall: RECALL,
  auc: AUC,
  aucHelp: AUC_HELP,
  care: CARE,
  comparison: COMPARISON,
  comparisonNone: COMPARISON_NONE,
  comparisonContender: COMPARISON_CONTENDER,
  ece: ECE,
  eceHelp: ECE_HELP,
  lift: LIFT,
  liftHelp: LIFT_HELP,
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
