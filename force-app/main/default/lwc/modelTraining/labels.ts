import GOAL_REACHED from '@salesforce/label/c.Leadlight_Goal_Reached';
import WON from '@salesforce/label/c.Leadlight_Report_Won';
import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import BACKTEST from '@salesforce/label/c.Leadlight_Training_Backtest';
import BACKTEST_DONE from '@salesforce/label/c.Leadlight_Training_BacktestDone';
import BACKTEST_NONE from '@salesforce/label/c.Leadlight_Training_BacktestNone';
import CONVERTED from '@salesforce/label/c.Leadlight_Report_Observed';
import ECE from '@salesforce/label/c.Leadlight_Report_Ece';
import FAILED from '@salesforce/label/c.Leadlight_Training_Failed';
import HELP from '@salesforce/label/c.Leadlight_Training_Help';
import KIND_BACKTEST from '@salesforce/label/c.Leadlight_Training_KindBacktest';
import KIND_TRAIN from '@salesforce/label/c.Leadlight_Training_KindTrain';
import SNAPSHOTS from '@salesforce/label/c.Leadlight_Report_Snapshots';
import LOADING from '@salesforce/label/c.Leadlight_Training_Loading';
import MONTH from '@salesforce/label/c.Leadlight_Report_Month';
import MONTHS from '@salesforce/label/c.Leadlight_Training_Months';
import NEXT from '@salesforce/label/c.Leadlight_Training_Next';
import NO_SCHEDULE from '@salesforce/label/c.Leadlight_Training_NoSchedule';
import NOT_PUBLISHED from '@salesforce/label/c.Leadlight_Training_NotPublished';
import PROPENSITY from '@salesforce/label/c.Leadlight_Propensity_Job';
import PUBLISHED from '@salesforce/label/c.Leadlight_Training_Published';
import RUNS from '@salesforce/label/c.Leadlight_Training_Runs';
import TITLE from '@salesforce/label/c.Leadlight_Training_Title';
import TRAIN from '@salesforce/label/c.Leadlight_Training_Train';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import WAITS from '@salesforce/label/c.Leadlight_Training_Waits';

export const labels = {
  goalReached: GOAL_REACHED,
  won: WON,
  auc: AUC,
  backtest: BACKTEST,
  backtestDone: BACKTEST_DONE,
  backtestNone: BACKTEST_NONE,
  converted: CONVERTED,
  ece: ECE,
  failed: FAILED,
  help: HELP,
  kindBacktest: KIND_BACKTEST,
  kindTrain: KIND_TRAIN,
  snapshots: SNAPSHOTS,
  loading: LOADING,
  month: MONTH,
  months: MONTHS,
  next: NEXT,
  noSchedule: NO_SCHEDULE,
  notPublished: NOT_PUBLISHED,
  propensity: PROPENSITY,
  published: PUBLISHED,
  runs: RUNS,
  title: TITLE,
  train: TRAIN,
  unknownError: UNKNOWN_ERROR,
  waits: WAITS,
};
