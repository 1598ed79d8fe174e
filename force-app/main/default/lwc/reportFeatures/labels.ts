import HELP from '@salesforce/label/c.Leadlight_Report_FeaturesHelp';
import LOWERS from '@salesforce/label/c.Leadlight_Report_Lowers';
import RAISES from '@salesforce/label/c.Leadlight_Report_Raises';
import TITLE from '@salesforce/label/c.Leadlight_Report_Features';

export const labels = {
  help: HELP,
  lowers: LOWERS,
  raises: RAISES,
  title: TITLE,
};
