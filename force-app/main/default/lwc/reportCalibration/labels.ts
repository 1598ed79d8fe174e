import AXES from '@salesforce/label/c.Leadlight_Report_CalibrationAxes';
import HELP from '@salesforce/label/c.Leadlight_Report_CalibrationHelp';
import LEADS from '@salesforce/label/c.Leadlight_Report_Leads';
import OBSERVED from '@salesforce/label/c.Leadlight_Report_Observed';
import PREDICTED from '@salesforce/label/c.Leadlight_Report_Predicted';
import SPOKEN from '@salesforce/label/c.Leadlight_Report_CalibrationSpoken';
import TITLE from '@salesforce/label/c.Leadlight_Report_Calibration';

export const labels = {
  axes: AXES,
  help: HELP,
  leads: LEADS,
  observed: OBSERVED,
  predicted: PREDICTED,
  spoken: SPOKEN,
  title: TITLE,
};
