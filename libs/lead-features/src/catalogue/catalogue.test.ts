import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '@leadlight/common';
import type { Activity, LeadHistory } from '../lead-history.ts';
import { snapshotAt } from '../snapshot.ts';
import { companyClassOf } from './company.ts';
import { emailClassOf, matchesCompany } from './email.ts';
import { catalogue, catalogueClasses } from './catalogue.ts';
import { departmentOf, seniorityOf } from './title.ts';

const CREATED = Date.UTC(2025, 0, 6, 14, 30); // a Monday

const activity = (days: number, rest: Partial<Activity> = {}): Activity => ({
  id: `a${days}`,
  kind: 'call',
  createdAt: CREATED,
  completedAt: CREATED + days * DAY_MS,
  incoming: false,
  ...rest,
});

const history: LeadHistory = {
  leadId: '00Q1',
  createdAt: CREATED,
  fields: {
    Company: 'Acme Widgets Ltd',
    Email: 'jo@acme.co.uk',
    Phone: '+44 1',
    Title: 'Head of IT',
    DoNotCall: false,
  },
  changes: [],
  activities: [
    activity(0.5),
    activity(3, { kind: 'email' }),
    activity(4, { kind: 'email', incoming: true }),
    activity(33, { kind: 'event' }),
    activity(0, { kind: 'task', completedAt: null }),
  ],
  campaigns: [
    {
      id: '1',
      campaignId: 'c',
      campaignType: 'Webinar',
      createdAt: CREATED + DAY_MS,
      respondedAt: CREATED + 2 * DAY_MS,
    },
    { id: '2', campaignId: 'd', campaignType: 'Fair', createdAt: CREATED + 5 * DAY_MS, respondedAt: null },
  ],
  convertedAt: null,
  isDeleted: false,
};

function valuesAt(days: number): Record<string, unknown> {
  const snapshot = snapshotAt(history, CREATED + days * DAY_MS);
  return Object.fromEntries(catalogue.map(({ name, inputs, valueOf }) => [name, valueOf(snapshot, inputs)]));
}

describe('the catalogue', () => {
  it('counts activities by the time they were done', () => {
    expect(valuesAt(35)).toMatchObject({
      activities_7d: 1,
      activities_30d: 1,
      activities_90d: 4,
      calls: 1,
      meetings: 1,
      emails_sent: 1,
      replies: 1,
      replies_30d: 0,
      planned_activities: 1,
      days_since_last_touch: 2,
      days_since_last_reply: 31,
      hours_to_first_touch: 12,
    });
  });

  it('is missing, not 0, for the recency of what never happened', () => {
    const values = valuesAt(0);
    expect([values.days_since_last_touch, values.days_since_last_reply, values.hours_to_first_touch]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(values.activities_30d).toBe(0);
  });

  it('reads campaigns as of the instant', () => {
    expect(valuesAt(1.5)).toMatchObject({ campaigns: 1, campaign_responses: 0, campaign_kinds: 1 });
    expect(valuesAt(6)).toMatchObject({
      campaigns: 2,
      campaign_responses: 1,
      campaign_kinds: 2,
      first_campaign_type: 'Webinar',
      latest_campaign_type: 'Fair',
      days_since_campaign_response: 4,
    });
  });

  it('has age, hour and weekday in UTC', () => {
    expect(valuesAt(2.7)).toMatchObject({ age_days: 2, created_hour: 14, created_weekday: 1 });
    expect(HOUR_MS * 24).toBe(DAY_MS);
  });

  it.each([
    ['title_seniority', seniorityOf],
    ['title_department', departmentOf],
    ['company_class', companyClassOf],
    ['email_domain_class', emailClassOf],
  ])('knows every kind that %s can have', (name, classOf) => {
    const texts = ['CEO', 'VP Sales', 'Astronaut', 'Acme GmbH', 'n/a', 'Initech', 'a@gmail.com', 'a@acme.com', 'no'];
    for (const text of texts) expect(catalogueClasses[name]).toContain(classOf(text));
    expect(Object.keys(catalogueClasses)).toContain(name);
  });

  it('reads the form of the lead', () => {
    expect(valuesAt(0)).toMatchObject({
      phone_present: 1,
      mobile_present: 0,
      do_not_call: 0,
      email_opt_out: Number.NaN,
      email_domain_class: 'Company',
      email_matches_company: 1,
      company_class: 'Limited company',
      title_seniority: 'Head',
      title_department: 'IT',
      completeness: 0.4,
      industry: null,
      employees: Number.NaN,
    });
  });
});

describe('titles', () => {
  it.each([
    ['CEO & Founder', 'Owner', 'Management'],
    ['Vice President Sales', 'Vice president', 'Sales'],
    ['Managing Director', 'C-level', 'Management'],
    ['Geschäftsführerin', 'C-level', 'Management'],
    ['Directrice marketing', 'Director', 'Marketing'],
    ['Leiter Einkauf', 'Head', 'Purchasing'],
    ['Vertriebsleiterin', 'Head', 'Sales'],
    ['Gerente de Recursos Humanos', 'Manager', 'Human resources'],
    ['Responsabile acquisti', 'Head', 'Purchasing'],
    ['Senior Software Engineer', 'Senior', 'IT'],
    ['Marketing Intern', 'Junior', 'Marketing'],
    ['Chief Financial Officer', 'C-level', 'Finance'],
    ['Astronaut', 'Other', 'Other'],
  ])('%s is %s in %s', (title, seniority, department) => {
    expect([seniorityOf(title), departmentOf(title)]).toEqual([seniority, department]);
  });

  it('is null for an empty title', () => {
    expect([seniorityOf(null), departmentOf(null)]).toEqual([null, null]);
  });
});

describe('e-mail addresses and companies', () => {
  it.each([
    ['a@gmail.com', 'Free mail'],
    ['a@yahoo.co.uk', 'Free mail'],
    ['A@T-Online.de', 'Free mail'],
    ['a@mail.acme.com', 'Company'],
    ['a@cs.ox.ac.uk', 'Education'],
    ['a@state.gov', 'Public'],
    ['a@mailinator.com', 'Throw-away'],
    ['no address', 'Invalid'],
  ])('%s is %s', (address, expected) => {
    expect(emailClassOf(address)).toBe(expected);
  });

  it.each([
    ['Acme GmbH', 'Limited company'],
    ['n/a', 'Placeholder'],
    ['---', 'Placeholder'],
    ['Self Employed', 'Self-employed'],
    ['University of Bergen', 'Education'],
    ['Stadt Köln', 'Public'],
    ['Globex Holding AG', 'Large company'],
    ['Initech', 'Other'],
  ])('%s is %s', (name, expected) => {
    expect(companyClassOf(name)).toBe(expected);
  });

  it('finds the company’s name in its domain, or its initials', () => {
    expect(matchesCompany('a@acme.com', 'Acme Widgets')).toBe(true);
    expect(matchesCompany('a@ibm.com', 'International Business Machines')).toBe(true);
    expect(matchesCompany('a@gmail.com', 'Acme Widgets')).toBe(false);
    expect(matchesCompany(null, 'Acme')).toBeUndefined();
  });
});
