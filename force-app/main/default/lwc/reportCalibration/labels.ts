import GOAL_AXES from '@salesforce/label/c.Leadlight_Goal_CalibrationAxes';
import GOAL_HELP from '@salesforce/label/c.Leadlight_Goal_CalibrationHelp';
import GOAL_REACHED from '@salesforce/label/c.Leadlight_Goal_Reached';
import GOAL_SPOKEN from '@salesforce/label/c.Leadlight_Goal_CalibrationSpoken';
import WON from '@salesforce/label/c.Leadlight_Report_Won';
import WON_AXES from '@salesforce/label/c.Leadlight_Report_WonCalibrationAxes';
import WON_HELP from '@salesforce/label/c.Leadlight_Report_WonCalibrationHelp';
import WON_SPOKEN from '@salesforce/label/c.Leadlight_Report_WonCalibrationSpoken';
import AXES from '@salesforce/label/c.Leadlight_Report_CalibrationAxes';
import HELP from '@salesforce/label/c.Leadlight_Report_CalibrationHelp';
import SNAPSHOTS from '@salesforce/label/c.Leadlight_Report_Snapshots';
import OBSERVED from '@salesforce/label/c.Leadlight_Report_Observed';
import PREDICTED from '@salesforce/label/c.Leadlight_Report_Predicted';
import SPOKEN from '@salesforce/label/c.Leadlight_Report_CalibrationSpoken';
import TITLE from '@salesforce/label/c.Leadlight_Report_Calibration';

export const labels = {
  snapshots: SNAPSHOTS,
  predicted: PREDICTED,
  title: TITLE,
};

export const goalLabels = {
  converted: { axes: AXES, help: HELP, observed: OBSERVED, spoken: SPOKEN },
  won: { axes: WON_AXES, help: WON_HELP, observed: WON, spoken: WON_SPOKEN },
  reached: { axes: GOAL_AXES, help: GOAL_HELP, observed: GOAL_REACHED, spoken: GOAL_SPOKEN },
};
