import HIDDEN from '@salesforce/label/c.Leadlight_Account_Hidden';
import INDEPENDENT from '@salesforce/label/c.Leadlight_Account_Independent';
import LOADING from '@salesforce/label/c.Leadlight_Account_Loading';
import MEASURED from '@salesforce/label/c.Leadlight_Account_Measured';
import MORE from '@salesforce/label/c.Leadlight_Account_More';
import NOBODY from '@salesforce/label/c.Leadlight_Account_Nobody';
import ONE_PERSON from '@salesforce/label/c.Leadlight_Account_OnePerson';
import PERSON from '@salesforce/label/c.Leadlight_Account_Person';
import PROBABILITY from '@salesforce/label/c.Leadlight_Account_Probability';
import REFRESH from '@salesforce/label/c.Leadlight_Record_Refresh';
import TITLE from '@salesforce/label/c.Leadlight_Account_Title';
import UNKNOWN_ERROR from '@salesforce/label/c.Leadlight_Error_Unknown';

export const labels = {
  hidden: HIDDEN,
  independent: INDEPENDENT,
  loading: LOADING,
  measured: MEASURED,
  more: MORE,
  nobody: NOBODY,
  onePerson: ONE_PERSON,
  person: PERSON,
  probability: PROBABILITY,
  refresh: REFRESH,
  title: TITLE,
  unknownError: UNKNOWN_ERROR,
};
