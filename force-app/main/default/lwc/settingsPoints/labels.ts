import POINTS from '@salesforce/label/c.Leadlight_Settings_Points';
import POINTS_ADD from '@salesforce/label/c.Leadlight_Settings_PointsAdd';
import POINTS_AT_LEAST from '@salesforce/label/c.Leadlight_Settings_PointsAtLeast';
import POINTS_BELOW from '@salesforce/label/c.Leadlight_Settings_PointsBelow';
import POINTS_BUILT_IN from '@salesforce/label/c.Leadlight_Settings_PointsBuiltIn';
import POINTS_FEATURE from '@salesforce/label/c.Leadlight_Settings_PointsFeature';
import POINTS_IS from '@salesforce/label/c.Leadlight_Settings_PointsIs';
import POINTS_MISSING from '@salesforce/label/c.Leadlight_Settings_PointsMissing';
import POINTS_NOTE from '@salesforce/label/c.Leadlight_Settings_PointsNote';
import POINTS_POINTS from '@salesforce/label/c.Leadlight_Settings_PointsPoints';
import POINTS_REMOVE from '@salesforce/label/c.Leadlight_Settings_PointsRemove';
import POINTS_VALUE from '@salesforce/label/c.Leadlight_Settings_PointsValue';
import POINTS_WHEN from '@salesforce/label/c.Leadlight_Settings_PointsWhen';

export const labels = {
  points: POINTS,
  pointsAdd: POINTS_ADD,
  pointsAtLeast: POINTS_AT_LEAST,
  pointsBelow: POINTS_BELOW,
  pointsBuiltIn: POINTS_BUILT_IN,
  pointsFeature: POINTS_FEATURE,
  pointsIs: POINTS_IS,
  pointsMissing: POINTS_MISSING,
  pointsNote: POINTS_NOTE,
  pointsPoints: POINTS_POINTS,
  pointsRemove: POINTS_REMOVE,
  pointsValue: POINTS_VALUE,
  pointsWhen: POINTS_WHEN,
};
