import ASK from '@salesforce/label/c.Leadlight_WhatIf_OwnAsk';
import HINT from '@salesforce/label/c.Leadlight_WhatIf_OwnHint';
import LOADING from '@salesforce/label/c.Leadlight_WhatIf_Loading';
import NO_VALUE from '@salesforce/label/c.Leadlight_WhatIf_OwnNoValue';
import NONE from '@salesforce/label/c.Leadlight_WhatIf_OwnNone';
import OUTCOME from '@salesforce/label/c.Leadlight_WhatIf_OwnOutcome';
import SAME from '@salesforce/label/c.Leadlight_WhatIf_OwnSame';
import TITLE from '@salesforce/label/c.Leadlight_WhatIf_Own';
import UNCHANGED from '@salesforce/label/c.Leadlight_WhatIf_OwnUnchanged';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  ask: ASK,
  hint: HINT,
  loading: LOADING,
  noValue: NO_VALUE,
  none: NONE,
  outcome: OUTCOME,
  same: SAME,
  title: TITLE,
  unchanged: UNCHANGED,
  unknownError: UNKNOWN_ERROR,
};
