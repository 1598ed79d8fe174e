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
  won: WON,
  wonAxes: WON_AXES,
  wonHelp: WON_HELP,
  wonSpoken: WON_SPOKEN,
  axes: AXES,
  help: HELP,
  snapshots: SNAPSHOTS,
  observed: OBSERVED,
  predicted: PREDICTED,
  spoken: SPOKEN,
  title: TITLE,
};
