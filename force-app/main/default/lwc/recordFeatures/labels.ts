import ACCOUNT_BUYS_AGAIN from '@salesforce/label/c.Leadlight_Propensity_AccountBuysAgain';
import ACCOUNT_CHURNS from '@salesforce/label/c.Leadlight_Propensity_AccountChurns';
import CASE_ESCALATES from '@salesforce/label/c.Leadlight_Propensity_CaseEscalates';
import CASES from '@salesforce/label/c.Leadlight_Relation_Cases';
import COMMENTS from '@salesforce/label/c.Leadlight_Relation_Comments';
import CONTACTS from '@salesforce/label/c.Leadlight_Relation_Contacts';
import COUNT from '@salesforce/label/c.Leadlight_Child_Count';
import COUNT_365 from '@salesforce/label/c.Leadlight_Child_Count365';
import COUNT_90 from '@salesforce/label/c.Leadlight_Child_Count90';
import DAYS_SINCE_FIRST from '@salesforce/label/c.Leadlight_Child_DaysSinceFirst';
import DAYS_SINCE_LAST from '@salesforce/label/c.Leadlight_Child_DaysSinceLast';
import GAP_RATIO from '@salesforce/label/c.Leadlight_Child_GapRatio';
import LAST from '@salesforce/label/c.Leadlight_Child_Last';
import MEAN from '@salesforce/label/c.Leadlight_Child_Mean';
import MEAN_GAP from '@salesforce/label/c.Leadlight_Child_MeanGap';
import MEETINGS from '@salesforce/label/c.Leadlight_Relation_Meetings';
import OPPORTUNITY_WINS from '@salesforce/label/c.Leadlight_Propensity_OpportunityWins';
import PURCHASES from '@salesforce/label/c.Leadlight_Relation_Purchases';
import RECORD_AGE from '@salesforce/label/c.Leadlight_Child_RecordAge';
import SUM from '@salesforce/label/c.Leadlight_Child_Sum';
import SUM_365 from '@salesforce/label/c.Leadlight_Child_Sum365';
import TASKS from '@salesforce/label/c.Leadlight_Relation_Tasks';

export const recordAge = RECORD_AGE;

/** The ready-made propensities: id, label of the service, translation. */
export const readyMadeNames: readonly (readonly [id: string, english: string, translation: string])[] = [
  ['account-churns', 'Account churns', ACCOUNT_CHURNS],
  ['account-buys-again', 'Account buys again', ACCOUNT_BUYS_AGAIN],
  ['opportunity-wins', 'Opportunity wins', OPPORTUNITY_WINS],
  ['case-escalates', 'Case escalates', CASE_ESCALATES],
];

/** The relations of the ready-made propensities by their English label. */
export const relationLabels: Readonly<Record<string, string>> = {
  Purchases: PURCHASES,
  Cases: CASES,
  Contacts: CONTACTS,
  'Completed tasks': TASKS,
  Meetings: MEETINGS,
  Comments: COMMENTS,
};

/** What records of a relation amount to, by the end of the feature's name. */
export const measureLabels: Readonly<Record<string, string>> = {
  count: COUNT,
  count_90d: COUNT_90,
  count_365d: COUNT_365,
  days_since_last: DAYS_SINCE_LAST,
  days_since_first: DAYS_SINCE_FIRST,
  mean_gap_days: MEAN_GAP,
  gap_ratio: GAP_RATIO,
  sum: SUM,
  sum_365d: SUM_365,
  mean: MEAN,
  last: LAST,
};
