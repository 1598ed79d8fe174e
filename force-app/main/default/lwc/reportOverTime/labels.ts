import GOAL_RATES from '@salesforce/label/c.Leadlight_Goal_Rates';
import GOAL_RATES_POINT from '@salesforce/label/c.Leadlight_Goal_RatesPoint';
import GOAL_REACHED from '@salesforce/label/c.Leadlight_Goal_Reached';
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
  auc: AUC,
  aucByMonth: AUC_BY_MONTH,
  aucSpoken: AUC_SPOKEN,
  snapshots: SNAPSHOTS,
  month: MONTH,
  predicted: PREDICTED,
  range: RANGE,
  ratesSpoken: RATES_SPOKEN,
  title: TITLE,
};

export const goalLabels = {
  converted: { observed: OBSERVED, rates: RATES, ratesPoint: RATES_POINT },
  won: { observed: WON, rates: WON_RATES, ratesPoint: WON_RATES_POINT },
  reached: { observed: GOAL_REACHED, rates: GOAL_RATES, ratesPoint: GOAL_RATES_POINT },
};
