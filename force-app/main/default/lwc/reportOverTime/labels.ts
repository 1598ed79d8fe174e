import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import AUC_BY_MONTH from '@salesforce/label/c.Leadlight_Report_AucByMonth';
import AUC_SPOKEN from '@salesforce/label/c.Leadlight_Report_AucSpoken';
import LEADS from '@salesforce/label/c.Leadlight_Report_Leads';
import MONTH from '@salesforce/label/c.Leadlight_Report_Month';
import OBSERVED from '@salesforce/label/c.Leadlight_Report_Observed';
import PREDICTED from '@salesforce/label/c.Leadlight_Report_Predicted';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import RATES from '@salesforce/label/c.Leadlight_Report_Rates';
import RATES_POINT from '@salesforce/label/c.Leadlight_Report_RatesPoint';
import RATES_SPOKEN from '@salesforce/label/c.Leadlight_Report_RatesSpoken';
import TITLE from '@salesforce/label/c.Leadlight_Report_OverTime';

export const labels = {
  auc: AUC,
  aucByMonth: AUC_BY_MONTH,
  aucSpoken: AUC_SPOKEN,
  leads: LEADS,
  month: MONTH,
  observed: OBSERVED,
  predicted: PREDICTED,
  range: RANGE,
  rates: RATES,
  ratesPoint: RATES_POINT,
  ratesSpoken: RATES_SPOKEN,
  title: TITLE,
};
