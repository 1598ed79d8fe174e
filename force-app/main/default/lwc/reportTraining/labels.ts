import GOAL_HORIZON from '@salesforce/label/c.Leadlight_Goal_TrainingHorizon';
import GOAL_ROWS from '@salesforce/label/c.Leadlight_Goal_TrainingRows';
import WON_HORIZON from '@salesforce/label/c.Leadlight_Report_WonTrainingHorizon';
import WON_ROWS from '@salesforce/label/c.Leadlight_Report_WonTrainingRows';
import COPIES from '@salesforce/label/c.Leadlight_Report_TrainingCopies';
import HORIZON from '@salesforce/label/c.Leadlight_Report_TrainingHorizon';
import HORIZON_DAYS from '@salesforce/label/c.Leadlight_Report_TrainingHorizonDays';
import JUNK from '@salesforce/label/c.Leadlight_Report_TrainingJunk';
import LEARNED from '@salesforce/label/c.Leadlight_Report_TrainingLearned';
import LEARNER from '@salesforce/label/c.Leadlight_Report_TrainingLearner';
import MEASURED from '@salesforce/label/c.Leadlight_Report_TrainingMeasured';
import MEASURED_RANDOM from '@salesforce/label/c.Leadlight_Report_TrainingMeasuredRandom';
import MEASURED_TIME from '@salesforce/label/c.Leadlight_Report_TrainingMeasuredTime';
import ROWS from '@salesforce/label/c.Leadlight_Report_TrainingRows';
import TITLE from '@salesforce/label/c.Leadlight_Report_Training';
import TRAINED from '@salesforce/label/c.Leadlight_Report_TrainingTrained';
import UNDECIDED from '@salesforce/label/c.Leadlight_Report_TrainingUndecided';
import UNSETTLED from '@salesforce/label/c.Leadlight_Report_TrainingUnsettled';

export const labels = {
  copies: COPIES,
  horizonDays: HORIZON_DAYS,
  junk: JUNK,
  learned: LEARNED,
  learner: LEARNER,
  measured: MEASURED,
  measuredRandom: MEASURED_RANDOM,
  measuredTime: MEASURED_TIME,
  title: TITLE,
  trained: TRAINED,
  undecided: UNDECIDED,
  unsettled: UNSETTLED,
};

export const goalLabels = {
  converted: { horizon: HORIZON, rows: ROWS },
  won: { horizon: WON_HORIZON, rows: WON_ROWS },
  reached: { horizon: GOAL_HORIZON, rows: GOAL_ROWS },
};
