import BAND from '@salesforce/label/c.Leadlight_Card_Band';
import LOADING from '@salesforce/label/c.Leadlight_Record_Loading';
import MODEL from '@salesforce/label/c.Leadlight_Card_Model';
import NONE from '@salesforce/label/c.Leadlight_Record_None';
import NOT_SCORED from '@salesforce/label/c.Leadlight_Record_NotScored';
import PROBABILITY from '@salesforce/label/c.Leadlight_Record_Probability';
import PROBABILITY_STORED from '@salesforce/label/c.Leadlight_Record_ProbabilityStored';
import RANK from '@salesforce/label/c.Leadlight_Record_Rank';
import REFRESH from '@salesforce/label/c.Leadlight_Record_Refresh';
import SCORED_AT from '@salesforce/label/c.Leadlight_Card_ScoredAt';
import SIMILAR from '@salesforce/label/c.Leadlight_Record_Similar';
import SIMILAR_FEW from '@salesforce/label/c.Leadlight_Record_SimilarFew';
import SIMILAR_NONE from '@salesforce/label/c.Leadlight_Record_SimilarNone';
import STALE from '@salesforce/label/c.Leadlight_Card_Stale';
import TITLE from '@salesforce/label/c.Leadlight_Record_Title';
import UNCERTAIN from '@salesforce/label/c.Leadlight_Record_Uncertain';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  band: BAND,
  loading: LOADING,
  model: MODEL,
  none: NONE,
  notScored: NOT_SCORED,
  probability: PROBABILITY,
  probabilityStored: PROBABILITY_STORED,
  rank: RANK,
  refresh: REFRESH,
  scoredAt: SCORED_AT,
  similar: SIMILAR,
  similarFew: SIMILAR_FEW,
  similarNone: SIMILAR_NONE,
  stale: STALE,
  title: TITLE,
  uncertain: UNCERTAIN,
  unknownError: UNKNOWN_ERROR,
};
