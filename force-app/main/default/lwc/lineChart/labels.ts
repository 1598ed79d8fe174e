import NUMBERS from '@salesforce/label/c.Leadlight_Report_Numbers';

export const labels = {
  numbers: NUMBERS,
};
