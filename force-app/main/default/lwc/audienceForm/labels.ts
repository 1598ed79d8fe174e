import ADD_CONDITION from '@salesforce/label/c.Leadlight_Audiences_AddCondition';
import BANDS from '@salesforce/label/c.Leadlight_Audiences_Bands';
import CAMPAIGN from '@salesforce/label/c.Leadlight_Audiences_Campaign';
import CAMPAIGN_NONE from '@salesforce/label/c.Leadlight_Audiences_CampaignNone';
import CANCEL from '@salesforce/label/c.Leadlight_Models_Cancel';
import CHANNEL from '@salesforce/label/c.Leadlight_Audiences_Channel';
import CHANNEL_BOTH from '@salesforce/label/c.Leadlight_Audiences_ChannelBoth';
import CHANNEL_EMAIL from '@salesforce/label/c.Leadlight_Audiences_ChannelEmail';
import CHANNEL_OTHER from '@salesforce/label/c.Leadlight_Audiences_ChannelOther';
import CHANNEL_PHONE from '@salesforce/label/c.Leadlight_Audiences_ChannelPhone';
import CONDITIONS from '@salesforce/label/c.Leadlight_Audiences_Conditions';
import FIELD from '@salesforce/label/c.Leadlight_Audiences_Field';
import HELD_OUT from '@salesforce/label/c.Leadlight_Audiences_HeldOut';
import HIGHEST from '@salesforce/label/c.Leadlight_Audiences_Highest';
import LIST_VIEW from '@salesforce/label/c.Leadlight_Audiences_ListView';
import LOWEST from '@salesforce/label/c.Leadlight_Audiences_Lowest';
import NAME from '@salesforce/label/c.Leadlight_Audiences_Name';
import NOT_CONTACTED from '@salesforce/label/c.Leadlight_Audiences_NotContacted';
import NOT_IN from '@salesforce/label/c.Leadlight_Audiences_NotIn';
import NUMBER from '@salesforce/label/c.Leadlight_Audiences_Number';
import OP_AT_LEAST from '@salesforce/label/c.Leadlight_Audiences_OpAtLeast';
import OP_BELOW from '@salesforce/label/c.Leadlight_Audiences_OpBelow';
import OP_DIFFERS from '@salesforce/label/c.Leadlight_Audiences_OpDiffers';
import OP_EMPTY from '@salesforce/label/c.Leadlight_Audiences_OpEmpty';
import OP_EQUALS from '@salesforce/label/c.Leadlight_Audiences_OpEquals';
import OP_FILLED from '@salesforce/label/c.Leadlight_Audiences_OpFilled';
import OPERATOR from '@salesforce/label/c.Leadlight_Audiences_Operator';
import PREVIEW from '@salesforce/label/c.Leadlight_Audiences_Preview';
import RANGE from '@salesforce/label/c.Leadlight_Audiences_Range';
import RANGE_BAND from '@salesforce/label/c.Leadlight_Audiences_RangeBand';
import RANGE_SCORE from '@salesforce/label/c.Leadlight_Audiences_RangeScore';
import RANGE_TOP from '@salesforce/label/c.Leadlight_Audiences_RangeTop';
import RANGE_VALUE from '@salesforce/label/c.Leadlight_Audiences_RangeValue';
import REMOVE_CONDITION from '@salesforce/label/c.Leadlight_Audiences_RemoveCondition';
import SAVE from '@salesforce/label/c.Leadlight_Audiences_Save';
import VALUE_FIELD from '@salesforce/label/c.Leadlight_Audiences_ValueField';
import VALUES from '@salesforce/label/c.Leadlight_Audiences_Values';

export const labels = {
  addCondition: ADD_CONDITION,
  bands: BANDS,
  campaign: CAMPAIGN,
  campaignNone: CAMPAIGN_NONE,
  cancel: CANCEL,
  channel: CHANNEL,
  channelBoth: CHANNEL_BOTH,
  channelEmail: CHANNEL_EMAIL,
  channelOther: CHANNEL_OTHER,
  channelPhone: CHANNEL_PHONE,
  conditions: CONDITIONS,
  field: FIELD,
  heldOut: HELD_OUT,
  highest: HIGHEST,
  listView: LIST_VIEW,
  lowest: LOWEST,
  name: NAME,
  notContacted: NOT_CONTACTED,
  notIn: NOT_IN,
  number: NUMBER,
  opAtLeast: OP_AT_LEAST,
  opBelow: OP_BELOW,
  opDiffers: OP_DIFFERS,
  opEmpty: OP_EMPTY,
  opEquals: OP_EQUALS,
  opFilled: OP_FILLED,
  operator: OPERATOR,
  preview: PREVIEW,
  range: RANGE,
  rangeBand: RANGE_BAND,
  rangeScore: RANGE_SCORE,
  rangeTop: RANGE_TOP,
  rangeValue: RANGE_VALUE,
  removeCondition: REMOVE_CONDITION,
  save: SAVE,
  valueField: VALUE_FIELD,
  values: VALUES,
};
