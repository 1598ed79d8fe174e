import BAND from '@salesforce/label/c.Leadlight_Bands_Band';
import CONVERTED from '@salesforce/label/c.Leadlight_Bands_Converted';
import HELP from '@salesforce/label/c.Leadlight_HeldOut_Help';
import LEADS from '@salesforce/label/c.Leadlight_Report_Leads';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import SHARE from '@salesforce/label/c.Leadlight_Bands_Share';
import TITLE from '@salesforce/label/c.Leadlight_HeldOut_Title';

export const labels = {
  band: BAND,
  converted: CONVERTED,
  help: HELP,
  leads: LEADS,
  range: RANGE,
  share: SHARE,
  title: TITLE,
};
