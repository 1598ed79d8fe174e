import AGAIN from '@salesforce/label/c.Leadlight_Check_Again';
import ATTENTION from '@salesforce/label/c.Leadlight_Check_StateAttention';
import BROKEN from '@salesforce/label/c.Leadlight_Check_StateBroken';
import LOADING from '@salesforce/label/c.Leadlight_Check_Loading';
import OK from '@salesforce/label/c.Leadlight_Check_StateOk';
import SCHEDULE from '@salesforce/label/c.Leadlight_Check_Schedule';
import TITLE from '@salesforce/label/c.Leadlight_Check_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = { again: AGAIN, loading: LOADING, schedule: SCHEDULE, title: TITLE, unknownError: UNKNOWN_ERROR };

export const stateLabels = { ok: OK, attention: ATTENTION, broken: BROKEN };
