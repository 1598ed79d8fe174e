import BAND from '@salesforce/label/c.Leadlight_Bands_Band';
import CONVERTED from '@salesforce/label/c.Leadlight_Bands_Converted';
import EMPTY from '@salesforce/label/c.Leadlight_Bands_Empty';
import LOADING from '@salesforce/label/c.Leadlight_Bands_Loading';
import OPEN from '@salesforce/label/c.Leadlight_Bands_Open';
import SHARE from '@salesforce/label/c.Leadlight_Bands_Share';
import TITLE from '@salesforce/label/c.Leadlight_Bands_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  band: BAND,
  converted: CONVERTED,
  empty: EMPTY,
  loading: LOADING,
  open: OPEN,
  share: SHARE,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
};
