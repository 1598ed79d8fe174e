import FIELDS from '@salesforce/label/c.Leadlight_Settings_Fields';
import FIELD_FIXED from '@salesforce/label/c.Leadlight_Settings_FieldFixed';
import FIELD_NAME from '@salesforce/label/c.Leadlight_Settings_FieldName';
import FIELD_REASON from '@salesforce/label/c.Leadlight_Settings_FieldReason';
import FIELD_USED from '@salesforce/label/c.Leadlight_Settings_FieldUsed';
import VERDICT_EXCLUDED from '@salesforce/label/c.Leadlight_Settings_VerdictExcluded';
import VERDICT_SUSPECT from '@salesforce/label/c.Leadlight_Settings_VerdictSuspect';

export const labels = {
  fieldFixed: FIELD_FIXED,
  fieldName: FIELD_NAME,
  fieldReason: FIELD_REASON,
  fieldUsed: FIELD_USED,
  fields: FIELDS,
  verdictExcluded: VERDICT_EXCLUDED,
  verdictSuspect: VERDICT_SUSPECT,
};
