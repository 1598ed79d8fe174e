import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import BAND from '@salesforce/label/c.Leadlight_LeadAlerts_Band';
import BANDS from '@salesforce/label/c.Leadlight_LeadAlerts_Bands';
import BEFORE from '@salesforce/label/c.Leadlight_LeadAlerts_Before';
import DIGEST from '@salesforce/label/c.Leadlight_LeadAlerts_Digest';
import DIGEST_HOUR from '@salesforce/label/c.Leadlight_LeadAlerts_DigestHour';
import DIGEST_MANAGERS from '@salesforce/label/c.Leadlight_LeadAlerts_DigestManagers';
import DIGEST_NONE from '@salesforce/label/c.Leadlight_LeadAlerts_DigestNone';
import DIGEST_OWNERS from '@salesforce/label/c.Leadlight_LeadAlerts_DigestOwners';
import DROP_CLOSED from '@salesforce/label/c.Leadlight_LeadAlerts_DropClosed';
import DROP_CONTACTED from '@salesforce/label/c.Leadlight_LeadAlerts_DropContacted';
import DROP_EMPTY from '@salesforce/label/c.Leadlight_LeadAlerts_DropEmpty';
import DROP_LEFT_BAND from '@salesforce/label/c.Leadlight_LeadAlerts_DropLeftBand';
import DROP_LIMIT from '@salesforce/label/c.Leadlight_LeadAlerts_DropLimit';
import DROP_NOBODY from '@salesforce/label/c.Leadlight_LeadAlerts_DropNobody';
import DROP_QUEUE from '@salesforce/label/c.Leadlight_LeadAlerts_DropQueue';
import DROP_ROUTE_OFF from '@salesforce/label/c.Leadlight_LeadAlerts_DropRouteOff';
import DROP_TOO_OLD from '@salesforce/label/c.Leadlight_LeadAlerts_DropTooOld';
import DROPPED from '@salesforce/label/c.Leadlight_LeadAlerts_Dropped';
import EMAIL from '@salesforce/label/c.Leadlight_LeadAlerts_Email';
import FAILED from '@salesforce/label/c.Leadlight_LeadAlerts_Failed';
import HALF from '@salesforce/label/c.Leadlight_LeadAlerts_Half';
import HELP from '@salesforce/label/c.Leadlight_LeadAlerts_Help';
import JUMP from '@salesforce/label/c.Leadlight_LeadAlerts_Jump';
import LAST from '@salesforce/label/c.Leadlight_LeadAlerts_Last';
import LEADS from '@salesforce/label/c.Leadlight_LeadAlerts_Leads';
import LOADING from '@salesforce/label/c.Leadlight_LeadAlerts_Loading';
import NAMES_OUTSIDE from '@salesforce/label/c.Leadlight_LeadAlerts_NamesOutside';
import NONE from '@salesforce/label/c.Leadlight_LeadAlerts_None';
import NOT_KNOWN from '@salesforce/label/c.Leadlight_LeadAlerts_NotKnown';
import OFF from '@salesforce/label/c.Leadlight_LeadAlerts_Off';
import ON_SINCE from '@salesforce/label/c.Leadlight_LeadAlerts_OnSince';
import PER_PERSON from '@salesforce/label/c.Leadlight_LeadAlerts_PerPerson';
import PERIOD from '@salesforce/label/c.Leadlight_LeadAlerts_Period';
import QUIET_FROM from '@salesforce/label/c.Leadlight_LeadAlerts_QuietFrom';
import QUIET_TO from '@salesforce/label/c.Leadlight_LeadAlerts_QuietTo';
import QUIET_WEEKENDS from '@salesforce/label/c.Leadlight_LeadAlerts_QuietWeekends';
import ROUTES from '@salesforce/label/c.Leadlight_LeadAlerts_Routes';
import RULE_BAND from '@salesforce/label/c.Leadlight_LeadAlerts_RuleBand';
import RULE_DIGEST from '@salesforce/label/c.Leadlight_LeadAlerts_RuleDigest';
import RULE_JUMP from '@salesforce/label/c.Leadlight_LeadAlerts_RuleJump';
import RULE_TEST from '@salesforce/label/c.Leadlight_LeadAlerts_RuleTest';
import RULE_UNTOUCHED from '@salesforce/label/c.Leadlight_LeadAlerts_RuleUntouched';
import SALESFORCE from '@salesforce/label/c.Leadlight_LeadAlerts_Salesforce';
import SAVE from '@salesforce/label/c.Leadlight_LeadAlerts_Save';
import SAVED from '@salesforce/label/c.Leadlight_LeadAlerts_Saved';
import SENT from '@salesforce/label/c.Leadlight_LeadAlerts_Sent';
import SINCE from '@salesforce/label/c.Leadlight_LeadAlerts_Since';
import SLACK from '@salesforce/label/c.Leadlight_LeadAlerts_Slack';
import TASK from '@salesforce/label/c.Leadlight_LeadAlerts_Task';
import TEST from '@salesforce/label/c.Leadlight_LeadAlerts_Test';
import TEST_HELP from '@salesforce/label/c.Leadlight_LeadAlerts_TestHelp';
import TITLE from '@salesforce/label/c.Leadlight_LeadAlerts_Title';
import TOUCH from '@salesforce/label/c.Leadlight_LeadAlerts_Touch';
import TOUCH_HELP from '@salesforce/label/c.Leadlight_LeadAlerts_TouchHelp';
import TURN_OFF from '@salesforce/label/c.Leadlight_LeadAlerts_TurnOff';
import TURN_ON from '@salesforce/label/c.Leadlight_LeadAlerts_TurnOn';
import UNTOUCHED from '@salesforce/label/c.Leadlight_LeadAlerts_Untouched';
import WAITS from '@salesforce/label/c.Leadlight_LeadAlerts_Waits';
import WEBHOOK from '@salesforce/label/c.Leadlight_LeadAlerts_Webhook';
import WITHIN_DAY from '@salesforce/label/c.Leadlight_LeadAlerts_WithinDay';

export const labels = {
  band: BAND,
  bands: BANDS,
  before: BEFORE,
  digest: DIGEST,
  digestHour: DIGEST_HOUR,
  digestManagers: DIGEST_MANAGERS,
  digestNone: DIGEST_NONE,
  digestOwners: DIGEST_OWNERS,
  dropClosed: DROP_CLOSED,
  dropContacted: DROP_CONTACTED,
  dropEmpty: DROP_EMPTY,
  dropLeftBand: DROP_LEFT_BAND,
  dropLimit: DROP_LIMIT,
  dropNobody: DROP_NOBODY,
  dropped: DROPPED,
  dropQueue: DROP_QUEUE,
  dropRouteOff: DROP_ROUTE_OFF,
  dropTooOld: DROP_TOO_OLD,
  email: EMAIL,
  failed: FAILED,
  half: HALF,
  help: HELP,
  jump: JUMP,
  last: LAST,
  leads: LEADS,
  loading: LOADING,
  namesOutside: NAMES_OUTSIDE,
  none: NONE,
  notKnown: NOT_KNOWN,
  off: OFF,
  onSince: ON_SINCE,
  period: PERIOD,
  perPerson: PER_PERSON,
  quietFrom: QUIET_FROM,
  quietTo: QUIET_TO,
  quietWeekends: QUIET_WEEKENDS,
  routes: ROUTES,
  ruleBand: RULE_BAND,
  ruleDigest: RULE_DIGEST,
  ruleJump: RULE_JUMP,
  ruleTest: RULE_TEST,
  ruleUntouched: RULE_UNTOUCHED,
  salesforce: SALESFORCE,
  save: SAVE,
  saved: SAVED,
  sent: SENT,
  since: SINCE,
  slack: SLACK,
  task: TASK,
  test: TEST,
  testHelp: TEST_HELP,
  title: TITLE,
  touch: TOUCH,
  touchHelp: TOUCH_HELP,
  turnOff: TURN_OFF,
  turnOn: TURN_ON,
  untouched: UNTOUCHED,
  waits: WAITS,
  webhook: WEBHOOK,
  withinDay: WITHIN_DAY,
  unknownError: UNKNOWN_ERROR,
};
