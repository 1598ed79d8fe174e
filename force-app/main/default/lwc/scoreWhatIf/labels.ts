import ASK from '@salesforce/label/c.Leadlight_WhatIf_Ask';
import ADD_MOBILE from '@salesforce/label/c.Leadlight_WhatIf_AddMobile';
import ADD_PHONE from '@salesforce/label/c.Leadlight_WhatIf_AddPhone';
import ADD_TO_CAMPAIGN from '@salesforce/label/c.Leadlight_WhatIf_AddToCampaign';
import ADD_WEBSITE from '@salesforce/label/c.Leadlight_WhatIf_AddWebsite';
import CALL from '@salesforce/label/c.Leadlight_WhatIf_Call';
import CALL_OR_WRITE from '@salesforce/label/c.Leadlight_WhatIf_CallOrWrite';
import GAIN from '@salesforce/label/c.Leadlight_WhatIf_Gain';
import GAIN_BAND from '@salesforce/label/c.Leadlight_WhatIf_GainBand';
import LOADING from '@salesforce/label/c.Leadlight_WhatIf_Loading';
import MEET from '@salesforce/label/c.Leadlight_WhatIf_Meet';
import NONE from '@salesforce/label/c.Leadlight_WhatIf_None';
import NOTE from '@salesforce/label/c.Leadlight_WhatIf_Note';
import TITLE from '@salesforce/label/c.Leadlight_WhatIf_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import WRITE from '@salesforce/label/c.Leadlight_WhatIf_Write';

export const labels = {
  ask: ASK,
  gain: GAIN,
  gainBand: GAIN_BAND,
  loading: LOADING,
  none: NONE,
  note: NOTE,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
};

export const actionLabels = {
  call: CALL,
  write: WRITE,
  call_or_write: CALL_OR_WRITE,
  meet: MEET,
  add_phone: ADD_PHONE,
  add_mobile: ADD_MOBILE,
  add_website: ADD_WEBSITE,
  add_to_campaign: ADD_TO_CAMPAIGN,
};
