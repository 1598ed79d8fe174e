/** When a rule applies: the category is one of these, the number is at least or below, or the value is missing. */
export type Condition =
  | { readonly is: readonly string[] }
  | { readonly atLeast: number }
  | { readonly below: number }
  | { readonly missing: true };

export interface PointsRule {
  /** Name of the feature in the schema; for a boolean, yes is 1 and no is 0. */
  readonly feature: string;
  readonly condition: Condition;
  readonly points: number;
}

/** A hand-made scorecard: plain JSON that an admin may edit. */
export interface PointsTable {
  readonly version: 1;
  readonly rules: readonly PointsRule[];
}

const rule = (feature: string, condition: Condition, points: number): PointsRule => ({ feature, condition, points });
const yes: Condition = { atLeast: 1 };

/** A starting point for any org, on features of the catalogue. */
export const defaultPointsTable: PointsTable = {
  version: 1,
  rules: [
    rule(
      'lead_source',
      { is: ['Referral', 'Customer Referral', 'Employee Referral', 'Partner', 'Partner Referral'] },
      20,
    ),
    rule('lead_source', { is: ['Trade Show', 'Event', 'Webinar', 'Seminar'] }, 10),
    rule('lead_source', { is: ['Purchased List', 'List'] }, -15),
    rule('title_seniority', { is: ['C-level', 'Owner', 'Vice president'] }, 15),
    rule('title_seniority', { is: ['Director', 'Head'] }, 10),
    rule('title_seniority', { is: ['Junior'] }, -10),
    rule('email_domain_class', { is: ['Company'] }, 10),
    rule('email_domain_class', { is: ['Throw-away', 'Invalid'] }, -30),
    rule('company_class', { is: ['Placeholder', 'Self-employed'] }, -15),
    rule('phone_present', yes, 5),
    rule('employees', { atLeast: 200 }, 10),
    rule('employees', { below: 10 }, -10),
    rule('campaign_responses', { atLeast: 1 }, 10),
    rule('replies', { atLeast: 1 }, 15),
    rule('replies', { atLeast: 3 }, 10),
    rule('meetings', { atLeast: 1 }, 20),
    rule('days_since_last_reply', { atLeast: 30 }, -10),
    rule('email_opt_out', yes, -20),
    rule('do_not_call', yes, -10),
  ],
};
