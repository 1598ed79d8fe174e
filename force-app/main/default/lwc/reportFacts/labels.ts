import COPIES from '@salesforce/label/c.Leadlight_Report_FactCopies';
import HORIZON from '@salesforce/label/c.Leadlight_Report_FactHorizon';
import HORIZON_DAYS from '@salesforce/label/c.Leadlight_Report_FactHorizonDays';
import JUNK from '@salesforce/label/c.Leadlight_Report_FactJunk';
import LEARNED from '@salesforce/label/c.Leadlight_Report_FactLearned';
import LEARNER from '@salesforce/label/c.Leadlight_Report_FactLearner';
import MEASURED from '@salesforce/label/c.Leadlight_Report_FactMeasured';
import MEASURED_RANDOM from '@salesforce/label/c.Leadlight_Report_FactMeasuredRandom';
import MEASURED_TIME from '@salesforce/label/c.Leadlight_Report_FactMeasuredTime';
import ROWS from '@salesforce/label/c.Leadlight_Report_FactRows';
import TITLE from '@salesforce/label/c.Leadlight_Report_Facts';
import TRAINED from '@salesforce/label/c.Leadlight_Report_FactTrained';
import UNDECIDED from '@salesforce/label/c.Leadlight_Report_FactUndecided';
import UNSETTLED from '@salesforce/label/c.Leadlight_Report_FactUnsettled';

export const labels = {
  copies: COPIES,
  horizon: HORIZON,
  horizonDays: HORIZON_DAYS,
  junk: JUNK,
  learned: LEARNED,
  learner: LEARNER,
  measured: MEASURED,
  measuredRandom: MEASURED_RANDOM,
  measuredTime: MEASURED_TIME,
  rows: ROWS,
  title: TITLE,
  trained: TRAINED,
  undecided: UNDECIDED,
  unsettled: UNSETTLED,
};
