import AGREE from '@salesforce/label/c.Leadlight_Feedback_Agree';
import COMMENT from '@salesforce/label/c.Leadlight_Feedback_Comment';
import DISAGREE from '@salesforce/label/c.Leadlight_Feedback_Disagree';
import QUESTION from '@salesforce/label/c.Leadlight_Feedback_Question';
import SEND from '@salesforce/label/c.Leadlight_Feedback_Send';
import THANKS from '@salesforce/label/c.Leadlight_Feedback_Thanks';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  agree: AGREE,
  comment: COMMENT,
  disagree: DISAGREE,
  question: QUESTION,
  send: SEND,
  thanks: THANKS,
  unknownError: UNKNOWN_ERROR,
};
