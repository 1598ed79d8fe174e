import ABOUT from '@salesforce/label/c.Leadlight_Feedback_About';
import HELPFUL from '@salesforce/label/c.Leadlight_Feedback_Helpful';
import OUT_OF_DATE from '@salesforce/label/c.Leadlight_Feedback_OutOfDate';
import THANKS from '@salesforce/label/c.Leadlight_Feedback_ReasonThanks';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';
import WRONG from '@salesforce/label/c.Leadlight_Feedback_Wrong';

export const labels = {
  about: ABOUT,
  helpful: HELPFUL,
  outOfDate: OUT_OF_DATE,
  thanks: THANKS,
  unknownError: UNKNOWN_ERROR,
  wrong: WRONG,
};
