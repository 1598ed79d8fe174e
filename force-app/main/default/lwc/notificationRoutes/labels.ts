import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import EMAIL from '@salesforce/label/c.Leadlight_Routes_Email';
import FAILED from '@salesforce/label/c.Leadlight_Routes_Failed';
import HELP from '@salesforce/label/c.Leadlight_Routes_Help';
import LAST from '@salesforce/label/c.Leadlight_Routes_Last';
import LOADING from '@salesforce/label/c.Leadlight_Routes_Loading';
import NONE from '@salesforce/label/c.Leadlight_Routes_None';
import NOT_SET_UP from '@salesforce/label/c.Leadlight_Routes_NotSetUp';
import OFF from '@salesforce/label/c.Leadlight_Routes_Off';
import ON from '@salesforce/label/c.Leadlight_Routes_On';
import REMINDER from '@salesforce/label/c.Leadlight_Routes_Reminder';
import RETRIED from '@salesforce/label/c.Leadlight_Routes_Retried';
import SALESFORCE from '@salesforce/label/c.Leadlight_Routes_Salesforce';
import SENT from '@salesforce/label/c.Leadlight_Routes_Sent';
import SLACK from '@salesforce/label/c.Leadlight_Routes_Slack';
import TEST from '@salesforce/label/c.Leadlight_Routes_Test';
import TITLE from '@salesforce/label/c.Leadlight_Routes_Title';
import TURN_OFF from '@salesforce/label/c.Leadlight_Routes_TurnOff';
import TURN_ON from '@salesforce/label/c.Leadlight_Routes_TurnOn';
import WAITS from '@salesforce/label/c.Leadlight_Routes_Waits';
import WEBHOOK from '@salesforce/label/c.Leadlight_Routes_Webhook';

export const labels = {
  email: EMAIL,
  failed: FAILED,
  help: HELP,
  last: LAST,
  loading: LOADING,
  none: NONE,
  notSetUp: NOT_SET_UP,
  off: OFF,
  on: ON,
  reminder: REMINDER,
  retried: RETRIED,
  salesforce: SALESFORCE,
  sent: SENT,
  slack: SLACK,
  test: TEST,
  title: TITLE,
  turnOff: TURN_OFF,
  turnOn: TURN_ON,
  unknownError: UNKNOWN_ERROR,
  waits: WAITS,
  webhook: WEBHOOK,
};
