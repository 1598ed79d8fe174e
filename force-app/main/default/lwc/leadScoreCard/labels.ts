import GOAL_PROBABILITY from '@salesforce/label/c.Leadlight_Card_ProbabilityGoal';
import GOAL_SIMILAR_LEADS from '@salesforce/label/c.Leadlight_Card_SimilarLeadsGoal';
import WON_PROBABILITY from '@salesforce/label/c.Leadlight_Card_ProbabilityWon';
import WON_SIMILAR_LEADS from '@salesforce/label/c.Leadlight_Card_SimilarLeadsWon';
import BAND from '@salesforce/label/c.Leadlight_Card_Band';
import BY_RULES from '@salesforce/label/c.Leadlight_Card_ByRules';
import CONVERTED from '@salesforce/label/c.Leadlight_Card_Converted';
import EMPTY from '@salesforce/label/c.Leadlight_Card_Empty';
import FAILED from '@salesforce/label/c.Leadlight_Card_Failed';
import LOADING from '@salesforce/label/c.Leadlight_Card_Loading';
import MISSING_FIELD from '@salesforce/label/c.Leadlight_Warning_MissingField';
import MODEL from '@salesforce/label/c.Leadlight_Card_Model';
import NOT_A_DATE from '@salesforce/label/c.Leadlight_Warning_NotADate';
import NOT_A_NUMBER from '@salesforce/label/c.Leadlight_Warning_NotANumber';
import NOT_A_YES_OR_NO from '@salesforce/label/c.Leadlight_Warning_NotAYesOrNo';
import NOT_SYNCED from '@salesforce/label/c.Leadlight_Warning_NotSynced';
import PROBABILITY from '@salesforce/label/c.Leadlight_Card_Probability';
import QUALIFIED from '@salesforce/label/c.Leadlight_Card_Qualified';
import REFRESH from '@salesforce/label/c.Leadlight_Card_Refresh';
import REJECTED from '@salesforce/label/c.Leadlight_Card_Rejected';
import SCORED_AT from '@salesforce/label/c.Leadlight_Card_ScoredAt';
import SIMILAR_LEADS from '@salesforce/label/c.Leadlight_Card_SimilarLeads';
import SIMILAR_LEADS_FEW from '@salesforce/label/c.Leadlight_Card_SimilarLeadsFew';
import SIMILAR_LEADS_NONE from '@salesforce/label/c.Leadlight_Card_SimilarLeadsNone';
import STALE from '@salesforce/label/c.Leadlight_Card_Stale';
import TITLE from '@salesforce/label/c.Leadlight_Card_Title';
import UNCERTAIN from '@salesforce/label/c.Leadlight_Card_Uncertain';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import UNKNOWN_FIELD from '@salesforce/label/c.Leadlight_Warning_UnknownField';
import UNRANKED_NOTE from '@salesforce/label/c.Leadlight_Unranked_Note';
import UNRANKED_TITLE from '@salesforce/label/c.Leadlight_Unranked_Title';
import UNSEEN_CATEGORY from '@salesforce/label/c.Leadlight_Warning_UnseenCategory';
import WITHHELD from '@salesforce/label/c.Leadlight_Card_Withheld';

export const labels = {
  goalProbability: GOAL_PROBABILITY,
  goalSimilarLeads: GOAL_SIMILAR_LEADS,
  wonProbability: WON_PROBABILITY,
  wonSimilarLeads: WON_SIMILAR_LEADS,
  band: BAND,
  byRules: BY_RULES,
  converted: CONVERTED,
  empty: EMPTY,
  failed: FAILED,
  loading: LOADING,
  model: MODEL,
  similarLeads: SIMILAR_LEADS,
  similarLeadsFew: SIMILAR_LEADS_FEW,
  similarLeadsNone: SIMILAR_LEADS_NONE,
  probability: PROBABILITY,
  qualified: QUALIFIED,
  refresh: REFRESH,
  rejected: REJECTED,
  scoredAt: SCORED_AT,
  stale: STALE,
  title: TITLE,
  uncertain: UNCERTAIN,
  unknownError: UNKNOWN_ERROR,
  unrankedNote: UNRANKED_NOTE,
  unrankedTitle: UNRANKED_TITLE,
  withheld: WITHHELD,
};

export const warningLabels = {
  not_synced: NOT_SYNCED,
  unseen_category: UNSEEN_CATEGORY,
  missing_field: MISSING_FIELD,
  not_a_number: NOT_A_NUMBER,
  not_a_date: NOT_A_DATE,
  not_a_yes_or_no: NOT_A_YES_OR_NO,
  unknown_field: UNKNOWN_FIELD,
};
