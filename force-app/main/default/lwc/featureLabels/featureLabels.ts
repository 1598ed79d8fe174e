import { catalogueClasses, formatFeatureValue, type FormattableValue, type Unit } from 'c/leadFeatures';
import { NO_ORG_FIELDS, type OrgFields } from 'c/orgFields';
import { LOCALE, valueLabels } from 'c/scoreFormat';
import ACTIVITIES_30_DAYS from '@salesforce/label/c.Leadlight_Feature_Activities30Days';
import ACTIVITIES_7_DAYS from '@salesforce/label/c.Leadlight_Feature_Activities7Days';
import ACTIVITIES_90_DAYS from '@salesforce/label/c.Leadlight_Feature_Activities90Days';
import AGE_DAYS from '@salesforce/label/c.Leadlight_Feature_AgeDays';
import ANNUAL_REVENUE from '@salesforce/label/c.Leadlight_Feature_AnnualRevenue';
import CALLS from '@salesforce/label/c.Leadlight_Feature_Calls';
import CAMPAIGN_KINDS from '@salesforce/label/c.Leadlight_Feature_CampaignKinds';
import CAMPAIGN_RESPONSES from '@salesforce/label/c.Leadlight_Feature_CampaignResponses';
import CAMPAIGNS from '@salesforce/label/c.Leadlight_Feature_Campaigns';
import COMPANY_CLASS from '@salesforce/label/c.Leadlight_Feature_CompanyClass';
import COMPLETENESS from '@salesforce/label/c.Leadlight_Feature_Completeness';
import COUNTRY from '@salesforce/label/c.Leadlight_Feature_Country';
import CREATED_HOUR from '@salesforce/label/c.Leadlight_Feature_CreatedHour';
import CREATED_WEEKDAY from '@salesforce/label/c.Leadlight_Feature_CreatedWeekday';
import DAYS_SINCE_CAMPAIGN_RESPONSE from '@salesforce/label/c.Leadlight_Feature_DaysSinceCampaignResponse';
import DAYS_SINCE_LAST_REPLY from '@salesforce/label/c.Leadlight_Feature_DaysSinceLastReply';
import DAYS_SINCE_LAST_TOUCH from '@salesforce/label/c.Leadlight_Feature_DaysSinceLastTouch';
import DO_NOT_CALL from '@salesforce/label/c.Leadlight_Feature_DoNotCall';
import EMAIL_DOMAIN_CLASS from '@salesforce/label/c.Leadlight_Feature_EmailDomainClass';
import EMAIL_MATCHES_COMPANY from '@salesforce/label/c.Leadlight_Feature_EmailMatchesCompany';
import EMAIL_OPT_OUT from '@salesforce/label/c.Leadlight_Feature_EmailOptOut';
import EMAILS_SENT from '@salesforce/label/c.Leadlight_Feature_EmailsSent';
import EMPLOYEES from '@salesforce/label/c.Leadlight_Feature_Employees';
import FIRST_CAMPAIGN_TYPE from '@salesforce/label/c.Leadlight_Feature_FirstCampaignType';
import HOURS_TO_FIRST_TOUCH from '@salesforce/label/c.Leadlight_Feature_HoursToFirstTouch';
import INDUSTRY from '@salesforce/label/c.Leadlight_Feature_Industry';
import LATEST_CAMPAIGN_TYPE from '@salesforce/label/c.Leadlight_Feature_LatestCampaignType';
import LEAD_SOURCE from '@salesforce/label/c.Leadlight_Feature_LeadSource';
import MEETINGS from '@salesforce/label/c.Leadlight_Feature_Meetings';
import MOBILE_PRESENT from '@salesforce/label/c.Leadlight_Feature_MobilePresent';
import PHONE_PRESENT from '@salesforce/label/c.Leadlight_Feature_PhonePresent';
import PLANNED_ACTIVITIES from '@salesforce/label/c.Leadlight_Feature_PlannedActivities';
import REPLIES from '@salesforce/label/c.Leadlight_Feature_Replies';
import REPLIES_30_DAYS from '@salesforce/label/c.Leadlight_Feature_Replies30Days';
import STATE from '@salesforce/label/c.Leadlight_Feature_State';
import TASKS_DONE from '@salesforce/label/c.Leadlight_Feature_TasksDone';
import TITLE_DEPARTMENT from '@salesforce/label/c.Leadlight_Feature_TitleDepartment';
import TITLE_SENIORITY from '@salesforce/label/c.Leadlight_Feature_TitleSeniority';
import WEBSITE_PRESENT from '@salesforce/label/c.Leadlight_Feature_WebsitePresent';
import { classLabels } from './classLabels';

/** Translated names of all features of the catalogue, by the `labelKey` of the contract. */
const labels: Readonly<Record<string, string>> = {
  Feature_Activities30Days: ACTIVITIES_30_DAYS,
  Feature_Activities7Days: ACTIVITIES_7_DAYS,
  Feature_Activities90Days: ACTIVITIES_90_DAYS,
  Feature_AgeDays: AGE_DAYS,
  Feature_AnnualRevenue: ANNUAL_REVENUE,
  Feature_Calls: CALLS,
  Feature_CampaignKinds: CAMPAIGN_KINDS,
  Feature_CampaignResponses: CAMPAIGN_RESPONSES,
  Feature_Campaigns: CAMPAIGNS,
  Feature_CompanyClass: COMPANY_CLASS,
  Feature_Completeness: COMPLETENESS,
  Feature_Country: COUNTRY,
  Feature_CreatedHour: CREATED_HOUR,
  Feature_CreatedWeekday: CREATED_WEEKDAY,
  Feature_DaysSinceCampaignResponse: DAYS_SINCE_CAMPAIGN_RESPONSE,
  Feature_DaysSinceLastReply: DAYS_SINCE_LAST_REPLY,
  Feature_DaysSinceLastTouch: DAYS_SINCE_LAST_TOUCH,
  Feature_DoNotCall: DO_NOT_CALL,
  Feature_EmailDomainClass: EMAIL_DOMAIN_CLASS,
  Feature_EmailMatchesCompany: EMAIL_MATCHES_COMPANY,
  Feature_EmailOptOut: EMAIL_OPT_OUT,
  Feature_EmailsSent: EMAILS_SENT,
  Feature_Employees: EMPLOYEES,
  Feature_FirstCampaignType: FIRST_CAMPAIGN_TYPE,
  Feature_HoursToFirstTouch: HOURS_TO_FIRST_TOUCH,
  Feature_Industry: INDUSTRY,
  Feature_LatestCampaignType: LATEST_CAMPAIGN_TYPE,
  Feature_LeadSource: LEAD_SOURCE,
  Feature_Meetings: MEETINGS,
  Feature_MobilePresent: MOBILE_PRESENT,
  Feature_PhonePresent: PHONE_PRESENT,
  Feature_PlannedActivities: PLANNED_ACTIVITIES,
  Feature_Replies: REPLIES,
  Feature_Replies30Days: REPLIES_30_DAYS,
  Feature_State: STATE,
  Feature_TasksDone: TASKS_DONE,
  Feature_TitleDepartment: TITLE_DEPARTMENT,
  Feature_TitleSeniority: TITLE_SENIORITY,
  Feature_WebsitePresent: WEBSITE_PRESENT,
};

/** A feature with its labels, as in reasons, what-if changes and past scores. */
export interface LabelledFeature {
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  /** The English label of the service. */
  readonly label: string;
  readonly unit: Unit;
}

/** The name of a feature: our translation for the catalogue, the org's label for its own fields, else the service's. */
export const featureLabel = (
  { labelKey, label, field }: Pick<LabelledFeature, 'labelKey' | 'label'> & Partial<Pick<LabelledFeature, 'field'>>,
  org: OrgFields = NO_ORG_FIELDS,
): string => labels[labelKey] ?? org.labels[field ?? ''] ?? label;

/** A value in the user's language and format: classes of the catalogue by label, field values as the org displays them. */
export function featureValue(
  { feature, field, unit }: Pick<LabelledFeature, 'feature' | 'field' | 'unit'>,
  value: FormattableValue,
  org: OrgFields = NO_ORG_FIELDS,
): string {
  if (typeof value === 'string' && catalogueClasses[feature]?.includes(value)) return classLabels[value] ?? value;
  return org.displayValue(field, value) ?? formatFeatureValue(value, unit, LOCALE, valueLabels);
}
