import C_LEVEL from '@salesforce/label/c.Leadlight_Class_CLevel';
import COMPANY from '@salesforce/label/c.Leadlight_Class_Company';
import DIRECTOR from '@salesforce/label/c.Leadlight_Class_Director';
import EDUCATION from '@salesforce/label/c.Leadlight_Class_Education';
import ENGINEERING from '@salesforce/label/c.Leadlight_Class_Engineering';
import FINANCE from '@salesforce/label/c.Leadlight_Class_Finance';
import FREE_MAIL from '@salesforce/label/c.Leadlight_Class_FreeMail';
import HEAD from '@salesforce/label/c.Leadlight_Class_Head';
import HEALTH from '@salesforce/label/c.Leadlight_Class_Health';
import HUMAN_RESOURCES from '@salesforce/label/c.Leadlight_Class_HumanResources';
import IT from '@salesforce/label/c.Leadlight_Class_IT';
import INVALID from '@salesforce/label/c.Leadlight_Class_Invalid';
import JUNIOR from '@salesforce/label/c.Leadlight_Class_Junior';
import LARGE_COMPANY from '@salesforce/label/c.Leadlight_Class_LargeCompany';
import LEGAL from '@salesforce/label/c.Leadlight_Class_Legal';
import LIMITED_COMPANY from '@salesforce/label/c.Leadlight_Class_LimitedCompany';
import MANAGEMENT from '@salesforce/label/c.Leadlight_Class_Management';
import MANAGER from '@salesforce/label/c.Leadlight_Class_Manager';
import MARKETING from '@salesforce/label/c.Leadlight_Class_Marketing';
import NON_PROFIT from '@salesforce/label/c.Leadlight_Class_NonProfit';
import OPERATIONS from '@salesforce/label/c.Leadlight_Class_Operations';
import OTHER from '@salesforce/label/c.Leadlight_Class_Other';
import OWNER from '@salesforce/label/c.Leadlight_Class_Owner';
import PLACEHOLDER from '@salesforce/label/c.Leadlight_Class_Placeholder';
import PUBLIC from '@salesforce/label/c.Leadlight_Class_Public';
import PURCHASING from '@salesforce/label/c.Leadlight_Class_Purchasing';
import SALES from '@salesforce/label/c.Leadlight_Class_Sales';
import SELF_EMPLOYED from '@salesforce/label/c.Leadlight_Class_SelfEmployed';
import SENIOR from '@salesforce/label/c.Leadlight_Class_Senior';
import SUPPORT from '@salesforce/label/c.Leadlight_Class_Support';
import THROW_AWAY from '@salesforce/label/c.Leadlight_Class_ThrowAway';
import VICE_PRESIDENT from '@salesforce/label/c.Leadlight_Class_VicePresident';

/** Translated names of the classes of the feature catalogue, such as a seniority or a class of e-mail addresses. */
export const classLabels: Readonly<Record<string, string>> = {
  'C-level': C_LEVEL,
  Company: COMPANY,
  Director: DIRECTOR,
  Education: EDUCATION,
  Engineering: ENGINEERING,
  Finance: FINANCE,
  'Free mail': FREE_MAIL,
  Head: HEAD,
  Health: HEALTH,
  'Human resources': HUMAN_RESOURCES,
  IT: IT,
  Invalid: INVALID,
  Junior: JUNIOR,
  'Large company': LARGE_COMPANY,
  Legal: LEGAL,
  'Limited company': LIMITED_COMPANY,
  Management: MANAGEMENT,
  Manager: MANAGER,
  Marketing: MARKETING,
  'Non-profit': NON_PROFIT,
  Operations: OPERATIONS,
  Other: OTHER,
  Owner: OWNER,
  Placeholder: PLACEHOLDER,
  Public: PUBLIC,
  Purchasing: PURCHASING,
  Sales: SALES,
  'Self-employed': SELF_EMPLOYED,
  Senior: SENIOR,
  Support: SUPPORT,
  'Throw-away': THROW_AWAY,
  'Vice president': VICE_PRESIDENT,
};
