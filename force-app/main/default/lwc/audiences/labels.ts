import CHANGE from '@salesforce/label/c.Leadlight_Audiences_Change';
import CONFIRM from '@salesforce/label/c.Leadlight_Audiences_Confirm';
import CONFIRM_LIST_VIEW from '@salesforce/label/c.Leadlight_Audiences_ConfirmListView';
import CONFIRM_QUESTION from '@salesforce/label/c.Leadlight_Audiences_ConfirmQuestion';
import CONFIRMED from '@salesforce/label/c.Leadlight_Audiences_Confirmed';
import DELETE from '@salesforce/label/c.Leadlight_Audiences_Delete';
import DELETE_CONFIRMED from '@salesforce/label/c.Leadlight_Audiences_DeleteConfirmed';
import DELETE_LIST_VIEW from '@salesforce/label/c.Leadlight_Audiences_DeleteListView';
import DELETE_QUESTION from '@salesforce/label/c.Leadlight_Audiences_DeleteQuestion';
import EXPORT from '@salesforce/label/c.Leadlight_Audiences_Export';
import HELP from '@salesforce/label/c.Leadlight_Audiences_Help';
import KEPT from '@salesforce/label/c.Leadlight_Audiences_Kept';
import LIST_VIEW from '@salesforce/label/c.Leadlight_Audiences_ListView';
import LOADING from '@salesforce/label/c.Leadlight_Audiences_Loading';
import MEMBERS from '@salesforce/label/c.Leadlight_Audiences_Members';
import NEW from '@salesforce/label/c.Leadlight_Audiences_New';
import NONE from '@salesforce/label/c.Leadlight_Audiences_None';
import OPEN from '@salesforce/label/c.Leadlight_Audiences_Open';
import OUT_CONDITIONS from '@salesforce/label/c.Leadlight_Audiences_OutConditions';
import OUT_CONTACTED from '@salesforce/label/c.Leadlight_Audiences_OutContacted';
import OUT_HELD from '@salesforce/label/c.Leadlight_Audiences_OutHeld';
import OUT_IN_CAMPAIGN from '@salesforce/label/c.Leadlight_Audiences_OutInCampaign';
import OUT_OPTED_OUT from '@salesforce/label/c.Leadlight_Audiences_OutOptedOut';
import OUT_RANGE from '@salesforce/label/c.Leadlight_Audiences_OutRange';
import REJECTED_MEMBERS from '@salesforce/label/c.Leadlight_Audiences_RejectedMembers';
import REMOVED_BY_OTHERS from '@salesforce/label/c.Leadlight_Audiences_RemovedByOthers';
import STATE_DUE from '@salesforce/label/c.Leadlight_Audiences_StateDue';
import STATE_EXPORT from '@salesforce/label/c.Leadlight_Audiences_StateExport';
import STATE_FAILED from '@salesforce/label/c.Leadlight_Audiences_StateFailed';
import STATE_UNCONFIRMED from '@salesforce/label/c.Leadlight_Audiences_StateUnconfirmed';
import STATE_WRITTEN from '@salesforce/label/c.Leadlight_Audiences_StateWritten';
import TITLE from '@salesforce/label/c.Leadlight_Audiences_Title';
import UNREAD from '@salesforce/label/c.Leadlight_Audiences_Unread';
import VALUE_UNKNOWN from '@salesforce/label/c.Leadlight_Audiences_ValueUnknown';
import WRITE_NOW from '@salesforce/label/c.Leadlight_Audiences_WriteNow';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  change: CHANGE,
  confirm: CONFIRM,
  confirmListView: CONFIRM_LIST_VIEW,
  confirmQuestion: CONFIRM_QUESTION,
  confirmed: CONFIRMED,
  delete: DELETE,
  deleteConfirmed: DELETE_CONFIRMED,
  deleteListView: DELETE_LIST_VIEW,
  deleteQuestion: DELETE_QUESTION,
  export: EXPORT,
  help: HELP,
  kept: KEPT,
  listView: LIST_VIEW,
  loading: LOADING,
  members: MEMBERS,
  new: NEW,
  none: NONE,
  open: OPEN,
  outConditions: OUT_CONDITIONS,
  outContacted: OUT_CONTACTED,
  outHeld: OUT_HELD,
  outInCampaign: OUT_IN_CAMPAIGN,
  outOptedOut: OUT_OPTED_OUT,
  outRange: OUT_RANGE,
  rejectedMembers: REJECTED_MEMBERS,
  removedByOthers: REMOVED_BY_OTHERS,
  stateDue: STATE_DUE,
  stateExport: STATE_EXPORT,
  stateFailed: STATE_FAILED,
  stateUnconfirmed: STATE_UNCONFIRMED,
  stateWritten: STATE_WRITTEN,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
  unread: UNREAD,
  valueUnknown: VALUE_UNKNOWN,
  writeNow: WRITE_NOW,
};
