import BOTTOM from '@salesforce/label/c.Leadlight_Likelihood_Bottom';
import CLOSED_STATUS from '@salesforce/label/c.Leadlight_Unranked_ClosedStatus';
import GIBBERISH_NAME from '@salesforce/label/c.Leadlight_Unranked_GibberishName';
import HIGH from '@salesforce/label/c.Leadlight_Likelihood_High';
import LOW from '@salesforce/label/c.Leadlight_Likelihood_Low';
import MADE_UP_NAME from '@salesforce/label/c.Leadlight_Unranked_MadeUpName';
import MIDDLE from '@salesforce/label/c.Leadlight_Likelihood_Middle';
import NO_CONTACT from '@salesforce/label/c.Leadlight_Unranked_NoContact';
import PAST_HORIZON from '@salesforce/label/c.Leadlight_Unranked_PastHorizon';
import TEST_EMAIL from '@salesforce/label/c.Leadlight_Unranked_TestEmail';
import THROW_AWAY_EMAIL from '@salesforce/label/c.Leadlight_Unranked_ThrowAwayEmail';
import TOP from '@salesforce/label/c.Leadlight_Likelihood_Top';

/** By the lowest score for which the words are true, highest first. */
export const likelihoodLabels = [
  { minScore: 80, text: TOP },
  { minScore: 60, text: HIGH },
  { minScore: 40, text: MIDDLE },
  { minScore: 20, text: LOW },
  { minScore: 1, text: BOTTOM },
];

export const unrankedLabels = {
  throw_away_email: THROW_AWAY_EMAIL,
  test_email: TEST_EMAIL,
  made_up_name: MADE_UP_NAME,
  gibberish_name: GIBBERISH_NAME,
  no_contact: NO_CONTACT,
  closed_status: CLOSED_STATUS,
  past_horizon: PAST_HORIZON,
};
