import ALARM from '@salesforce/label/c.Leadlight_Checks_Alarm';
import AUC from '@salesforce/label/c.Leadlight_Checks_Auc';
import AUC_IF_CALIBRATED from '@salesforce/label/c.Leadlight_Checks_AucIfCalibrated';
import DAY from '@salesforce/label/c.Leadlight_Checks_Day';
import EMPTY from '@salesforce/label/c.Leadlight_Checks_Empty';
import ESTIMATED from '@salesforce/label/c.Leadlight_Checks_AucEstimated';
import FINDINGS from '@salesforce/label/c.Leadlight_Checks_Findings';
import FOUND from '@salesforce/label/c.Leadlight_Checks_Found';
import FOUND_WITHOUT_MODEL from '@salesforce/label/c.Leadlight_Checks_FoundWithoutModel';
import HELP from '@salesforce/label/c.Leadlight_Checks_Help';
import HOW_SURE from '@salesforce/label/c.Leadlight_Checks_HowSure';
import INTERVAL from '@salesforce/label/c.Leadlight_Checks_Interval';
import LOADING from '@salesforce/label/c.Leadlight_Checks_Loading';
import NOTHING_FOUND from '@salesforce/label/c.Leadlight_Checks_NothingFound';
import NOTICE from '@salesforce/label/c.Leadlight_Checks_Notice';
import OVER from '@salesforce/label/c.Leadlight_Checks_Over';
import RATE from '@salesforce/label/c.Leadlight_Checks_Rate';
import RATE_PREDICTED from '@salesforce/label/c.Leadlight_Checks_RatePredicted';
import SPOKEN from '@salesforce/label/c.Leadlight_Checks_Spoken';
import TITLE from '@salesforce/label/c.Leadlight_Checks_Title';
import TOO_FEW from '@salesforce/label/c.Leadlight_Checks_TooFew';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import VERY_SURE from '@salesforce/label/c.Leadlight_Checks_VerySure';

export const labels = {
  alarm: ALARM,
  auc: AUC,
  aucIfCalibrated: AUC_IF_CALIBRATED,
  day: DAY,
  empty: EMPTY,
  estimated: ESTIMATED,
  findings: FINDINGS,
  found: FOUND,
  foundWithoutModel: FOUND_WITHOUT_MODEL,
  help: HELP,
  howSure: HOW_SURE,
  interval: INTERVAL,
  loading: LOADING,
  nothingFound: NOTHING_FOUND,
  notice: NOTICE,
  over: OVER,
  rate: RATE,
  ratePredicted: RATE_PREDICTED,
  spoken: SPOKEN,
  title: TITLE,
  tooFew: TOO_FEW,
  unknownError: UNKNOWN_ERROR,
  verySure: VERY_SURE,
};
