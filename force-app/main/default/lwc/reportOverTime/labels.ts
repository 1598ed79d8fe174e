import WON from '@salesforce/label/c.Leadlight_Report_Won';
import WON_RATES from '@salesforce/label/c.Leadlight_Report_WonRates';
import WON_RATES_POINT from '@salesforce/label/c.Leadlight_Report_WonRatesPoint';
import AUC from '@salesforce/label/c.Leadlight_Report_Auc';
import AUC_BY_MONTH from '@salesforce/label/c.Leadlight_Report_AucByMonth';
import AUC_SPOKEN from '@salesforce/label/c.Leadlight_Report_AucSpoken';
import SNAPSHOTS from '@salesforce/label/c.Leadlight_Report_Snapshots';
import MONTH from '@salesforce/label/c.Leadlight_Report_Month';
import OBSERVED from '@salesforce/label/c.Leadlight_Report_Observed';
import PREDICTED from '@salesforce/label/c.Leadlight_Report_Predicted';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import RATES from '@salesforce/label/c.Leadlight_Report_Rates';
import RATES_POINT from '@salesforce/label/c.Leadlight_Report_RatesPoint';
import RATES_SPOKEN from '@salesforce/label/c.Leadlight_Report_RatesSpoken';
import TITLE from '@salesforce/label/c.Leadlight_Report_OverTime';

export const labels = {
  won: WON,
  wonRates: WON_RATES,
  wonRatesPoint: WON_RATES_POINT,
  auc: AUC,
  aucByMonth: AUC_BY_MONTH,
  aucSpoken: AUC_SPOKEN,
  snapshots: SNAPSHOTS,
  month: MONTH,
  observed: OBSERVED,
  predicted: PREDICTED,
  range: RANGE,
  rates: RATES,
  ratesPoint: RATES_POINT,
  ratesSpoken: RATES_SPOKEN,
  title: TITLE,
};
