import EMPTY from '@salesforce/label/c.Leadlight_Report_Empty';
import LOADING from '@salesforce/label/c.Leadlight_Report_Loading';
import MALFORMED from '@salesforce/label/c.Leadlight_Error_Malformed';
import NONE from '@salesforce/label/c.Leadlight_Report_None';
import STALE from '@salesforce/label/c.Leadlight_Report_Stale';
import TITLE from '@salesforce/label/c.Leadlight_Report_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import VERSION from '@salesforce/label/c.Leadlight_Report_Version';
import VERSION_ACTIVE from '@salesforce/label/c.Leadlight_Report_VersionActive';
import VERSION_OTHER from '@salesforce/label/c.Leadlight_Models_Version';

export const labels = {
  empty: EMPTY,
  loading: LOADING,
  malformed: MALFORMED,
  none: NONE,
  stale: STALE,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
  version: VERSION,
  versionActive: VERSION_ACTIVE,
  versionOther: VERSION_OTHER,
};
