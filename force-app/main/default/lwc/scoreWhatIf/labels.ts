import ASK from '@salesforce/label/c.Leadlight_WhatIf_Ask';
import CHANGE from '@salesforce/label/c.Leadlight_WhatIf_Change';
import GAIN from '@salesforce/label/c.Leadlight_WhatIf_Gain';
import LOADING from '@salesforce/label/c.Leadlight_WhatIf_Loading';
import NONE from '@salesforce/label/c.Leadlight_WhatIf_None';
import NOTE from '@salesforce/label/c.Leadlight_WhatIf_Note';
import TITLE from '@salesforce/label/c.Leadlight_WhatIf_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  ask: ASK,
  change: CHANGE,
  gain: GAIN,
  loading: LOADING,
  none: NONE,
  note: NOTE,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
};
