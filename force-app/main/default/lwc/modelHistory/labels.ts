import ACTIVATE from '@salesforce/label/c.Leadlight_Models_Activate';
import ACTIVE from '@salesforce/label/c.Leadlight_Models_Active';
import CARD from '@salesforce/label/c.Leadlight_Models_Card';
import CARD_HTML from '@salesforce/label/c.Leadlight_Models_CardHtml';
import CARD_MARKDOWN from '@salesforce/label/c.Leadlight_Models_CardMarkdown';
import CONFIRM from '@salesforce/label/c.Leadlight_Models_Confirm';
import CONFIRMED from '@salesforce/label/c.Leadlight_Models_Confirmed';
import DECISIONS from '@salesforce/label/c.Leadlight_Models_Decisions';
import DIFFERENCE from '@salesforce/label/c.Leadlight_Models_Difference';
import DONE from '@salesforce/label/c.Leadlight_Models_Done';
import EMPTY from '@salesforce/label/c.Leadlight_Models_Empty';
import FIGURES from '@salesforce/label/c.Leadlight_Models_Figures';
import LOADING from '@salesforce/label/c.Leadlight_Models_Loading';
import TITLE from '@salesforce/label/c.Leadlight_Models_Title';
import TRAINED_AT from '@salesforce/label/c.Leadlight_Models_TrainedAt';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import VERSION from '@salesforce/label/c.Leadlight_Models_Version';
import WARN_UNKNOWN from '@salesforce/label/c.Leadlight_Models_WarnUnknown';
import WARN_WORSE from '@salesforce/label/c.Leadlight_Models_WarnWorse';

export const labels = {
  activate: ACTIVATE,
  active: ACTIVE,
  card: CARD,
  cardHtml: CARD_HTML,
  cardMarkdown: CARD_MARKDOWN,
  confirm: CONFIRM,
  confirmed: CONFIRMED,
  decisions: DECISIONS,
  difference: DIFFERENCE,
  done: DONE,
  empty: EMPTY,
  figures: FIGURES,
  loading: LOADING,
  title: TITLE,
  trainedAt: TRAINED_AT,
  unknownError: UNKNOWN_ERROR,
  version: VERSION,
  warnUnknown: WARN_UNKNOWN,
  warnWorse: WARN_WORSE,
};
