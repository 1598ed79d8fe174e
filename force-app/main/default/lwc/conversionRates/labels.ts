import ACTUAL from '@salesforce/label/c.Leadlight_Rates_Actual';
import ALL from '@salesforce/label/c.Leadlight_Rates_All';
import BAND from '@salesforce/label/c.Leadlight_Bands_Band';
import CONVERTED from '@salesforce/label/c.Leadlight_Bands_Converted';
import COUNTED_AT from '@salesforce/label/c.Leadlight_Rates_CountedAt';
import EMPTY from '@salesforce/label/c.Leadlight_Rates_Empty';
import EXPECTED from '@salesforce/label/c.Leadlight_Rates_Expected';
import GOAL_REACHED from '@salesforce/label/c.Leadlight_Goal_Reached';
import GOAL_REACHED_SHARE from '@salesforce/label/c.Leadlight_Goal_ReachedShare';
import GROUPED_BY from '@salesforce/label/c.Leadlight_Rates_GroupedBy';
import HELD_OUT from '@salesforce/label/c.Leadlight_Rates_HeldOut';
import HELP from '@salesforce/label/c.Leadlight_Rates_Help';
import HELP_BAND from '@salesforce/label/c.Leadlight_Rates_HelpBand';
import HIDDEN_PERSON from '@salesforce/label/c.Leadlight_Rates_HiddenPerson';
import HIDDEN_QUEUE from '@salesforce/label/c.Leadlight_Rates_HiddenQueue';
import LEADS from '@salesforce/label/c.Leadlight_Rates_Leads';
import LOADING from '@salesforce/label/c.Leadlight_Rates_Loading';
import MONTH from '@salesforce/label/c.Leadlight_Rates_Month';
import NONE from '@salesforce/label/c.Leadlight_Rates_None';
import NOT_READ from '@salesforce/label/c.Leadlight_Rates_NotRead';
import NO_MANAGER from '@salesforce/label/c.Leadlight_Rates_NoManager';
import NO_MANAGERS from '@salesforce/label/c.Leadlight_Rates_NoManagers';
import NO_SCORES from '@salesforce/label/c.Leadlight_Rates_NoScores';
import OTHERS from '@salesforce/label/c.Leadlight_Rates_Others';
import QUEUE from '@salesforce/label/c.Leadlight_Rates_Queue';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import REP from '@salesforce/label/c.Leadlight_Rates_Rep';
import REP_NOTE from '@salesforce/label/c.Leadlight_Rates_RepNote';
import SHARE from '@salesforce/label/c.Leadlight_Bands_Share';
import SHOW_ALL from '@salesforce/label/c.Leadlight_Rates_ShowAll';
import SHOW_FEWER from '@salesforce/label/c.Leadlight_Quality_ShowFewer';
import SNAPSHOTS from '@salesforce/label/c.Leadlight_Report_Snapshots';
import SOURCE from '@salesforce/label/c.Leadlight_Feature_LeadSource';
import TEAM from '@salesforce/label/c.Leadlight_Rates_Team';
import TEAM_NOTE from '@salesforce/label/c.Leadlight_Rates_TeamNote';
import TITLE from '@salesforce/label/c.Leadlight_Rates_Title';
import TOO_FEW from '@salesforce/label/c.Leadlight_Rates_TooFew';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import UNSCORED from '@salesforce/label/c.Leadlight_Rates_Unscored';
import UNSETTLED from '@salesforce/label/c.Leadlight_Rates_Unsettled';
import UNSETTLED_REACHED from '@salesforce/label/c.Leadlight_Rates_UnsettledReached';
import WON from '@salesforce/label/c.Leadlight_Report_Won';
import WON_SHARE from '@salesforce/label/c.Leadlight_Report_WonShare';

export const labels = {
  actual: ACTUAL,
  all: ALL,
  band: BAND,
  converted: CONVERTED,
  countedAt: COUNTED_AT,
  empty: EMPTY,
  expected: EXPECTED,
  goalReached: GOAL_REACHED,
  goalReachedShare: GOAL_REACHED_SHARE,
  groupedBy: GROUPED_BY,
  heldOut: HELD_OUT,
  help: HELP,
  helpBand: HELP_BAND,
  hiddenPerson: HIDDEN_PERSON,
  hiddenQueue: HIDDEN_QUEUE,
  leads: LEADS,
  loading: LOADING,
  month: MONTH,
  none: NONE,
  notRead: NOT_READ,
  noManager: NO_MANAGER,
  noManagers: NO_MANAGERS,
  noScores: NO_SCORES,
  others: OTHERS,
  queue: QUEUE,
  range: RANGE,
  rep: REP,
  repNote: REP_NOTE,
  share: SHARE,
  showAll: SHOW_ALL,
  showFewer: SHOW_FEWER,
  snapshots: SNAPSHOTS,
  source: SOURCE,
  team: TEAM,
  teamNote: TEAM_NOTE,
  title: TITLE,
  tooFew: TOO_FEW,
  unknownError: UNKNOWN_ERROR,
  unscored: UNSCORED,
  unsettled: UNSETTLED,
  unsettledReached: UNSETTLED_REACHED,
  won: WON,
  wonShare: WON_SHARE,
};
