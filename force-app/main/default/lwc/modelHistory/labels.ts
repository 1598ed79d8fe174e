import ACTIVATE from '@salesforce/label/c.Leadlight_Models_Activate';
import ACTIVE from '@salesforce/label/c.Leadlight_Models_Active';
import CANCEL from '@salesforce/label/c.Leadlight_Models_Cancel';
import CONFIRM from '@salesforce/label/c.Leadlight_Models_Confirm';
import CONFIRMED from '@salesforce/label/c.Leadlight_Models_Confirmed';
import DONE from '@salesforce/label/c.Leadlight_Models_Done';
import EMPTY from '@salesforce/label/c.Leadlight_Models_Empty';
import LOADING from '@salesforce/label/c.Leadlight_Models_Loading';
import TITLE from '@salesforce/label/c.Leadlight_Models_Title';
import TRAINED_AT from '@salesforce/label/c.Leadlight_Models_TrainedAt';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import VERSION from '@salesforce/label/c.Leadlight_Models_Version';

export const labels = {
  activate: ACTIVATE,
  active: ACTIVE,
  cancel: CANCEL,
  confirm: CONFIRM,
  confirmed: CONFIRMED,
  done: DONE,
  empty: EMPTY,
  loading: LOADING,
  title: TITLE,
  trainedAt: TRAINED_AT,
  unknownError: UNKNOWN_ERROR,
  version: VERSION,
};
