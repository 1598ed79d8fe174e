import GOAL_REACHED from '@salesforce/label/c.Leadlight_Goal_Reached';
import GOAL_REACHED_SHARE from '@salesforce/label/c.Leadlight_Goal_ReachedShare';
import WON from '@salesforce/label/c.Leadlight_Report_Won';
import WON_SHARE from '@salesforce/label/c.Leadlight_Report_WonShare';
import BAND from '@salesforce/label/c.Leadlight_Bands_Band';
import CONVERTED from '@salesforce/label/c.Leadlight_Bands_Converted';
import HELP from '@salesforce/label/c.Leadlight_HeldOut_Help';
import SNAPSHOTS from '@salesforce/label/c.Leadlight_Report_Snapshots';
import RANGE from '@salesforce/label/c.Leadlight_Report_Range';
import SHARE from '@salesforce/label/c.Leadlight_Bands_Share';
import TITLE from '@salesforce/label/c.Leadlight_HeldOut_Title';

export const labels = {
  goalReached: GOAL_REACHED,
  goalReachedShare: GOAL_REACHED_SHARE,
  won: WON,
  wonShare: WON_SHARE,
  band: BAND,
  converted: CONVERTED,
  help: HELP,
  snapshots: SNAPSHOTS,
  range: RANGE,
  share: SHARE,
  title: TITLE,
};
