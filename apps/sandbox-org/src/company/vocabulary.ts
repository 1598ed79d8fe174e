/** A picklist's values with how often they occur and what they add to the log rate of converting. */
export interface Choice {
  readonly value: string;
  readonly weight: number;
  readonly effect: number;
}

const choice = (value: string, weight: number, effect: number): Choice => ({ value, weight, effect });

export const leadSources: readonly Choice[] = [
  choice('Web', 30, 0.2),
  choice('Referral', 9, 1.0),
  choice('Partner', 8, 0.55),
  choice('Webinar', 14, 0.25),
  choice('Trade Show', 11, -0.05),
  choice('Advertisement', 14, -0.5),
  choice('Purchased List', 11, -1.2),
  choice('Other', 3, -0.2),
];

export const industries: readonly Choice[] = [
  choice('Technology', 22, 0.4),
  choice('Finance', 12, 0.35),
  choice('Manufacturing', 13, 0.2),
  choice('Healthcare', 10, 0),
  choice('Retail', 10, -0.25),
  choice('Education', 7, -0.5),
  choice('Government', 5, -0.6),
  choice('Media', 5, 0),
  choice('Hospitality', 4, -0.45),
  choice('Consulting', 6, 0.15),
  choice('Energy', 4, 0.1),
  choice('Not For Profit', 2, -0.6),
];

export const seniorities: readonly (Choice & { readonly titles: readonly string[] })[] = [
  { ...choice('executive', 10, 0.3), titles: ['Chief {D} Officer', 'CEO', 'Managing Director', 'Founder'] },
  { ...choice('vice president', 11, 0.55), titles: ['VP {D}', 'Vice President {D}', 'SVP, {D}'] },
  { ...choice('director', 18, 0.4), titles: ['Director of {D}', '{D} Director', 'Head of {D}'] },
  { ...choice('manager', 28, 0.1), titles: ['{D} Manager', 'Senior {D} Manager', '{D} Team Lead'] },
  { ...choice('specialist', 26, -0.35), titles: ['{D} Analyst', '{D} Specialist', '{D} Coordinator', '{D} Associate'] },
  { ...choice('student', 7, -1.4), titles: ['Student', '{D} Intern', 'Working Student {D}'] },
];

export const departments: readonly Choice[] = [
  choice('Sales', 26, 0.15),
  choice('Marketing', 22, 0.1),
  choice('IT', 18, -0.05),
  choice('Finance', 12, 0),
  choice('Operations', 16, 0.05),
  choice('HR', 6, -0.4),
];

export const products: readonly Choice[] = [
  choice('Forecasting', 30, 0.2),
  choice('Routing', 25, 0),
  choice('Campaigns', 30, 0.05),
  choice('Archive', 15, -0.4),
];

export const countries: readonly (Choice & { readonly domain: string; readonly dial: string })[] = [
  { ...choice('United States', 38, 0.1), domain: 'com', dial: '+1' },
  { ...choice('Germany', 14, 0.15), domain: 'de', dial: '+49' },
  { ...choice('United Kingdom', 12, 0.05), domain: 'co.uk', dial: '+44' },
  { ...choice('France', 8, -0.05), domain: 'fr', dial: '+33' },
  { ...choice('Netherlands', 5, 0.15), domain: 'nl', dial: '+31' },
  { ...choice('Canada', 6, 0), domain: 'ca', dial: '+1' },
  { ...choice('Australia', 4, -0.05), domain: 'com.au', dial: '+61' },
  { ...choice('India', 7, -0.5), domain: 'in', dial: '+91' },
  { ...choice('Brazil', 4, -0.3), domain: 'com.br', dial: '+55' },
  { ...choice('Japan', 2, -0.2), domain: 'co.jp', dial: '+81' },
];

/** Company sizes with the bounds of their employee counts. */
export const sizes: readonly (Choice & { readonly from: number; readonly to: number })[] = [
  { ...choice('micro', 18, -0.6), from: 1, to: 9 },
  { ...choice('small', 24, -0.15), from: 10, to: 49 },
  { ...choice('medium', 27, 0.3), from: 50, to: 249 },
  { ...choice('upper medium', 18, 0.5), from: 250, to: 1_999 },
  { ...choice('large', 9, 0.2), from: 2_000, to: 9_999 },
  { ...choice('very large', 4, -0.25), from: 10_000, to: 120_000 },
];

export const usStates = ['CA', 'NY', 'TX', 'IL', 'MA', 'WA', 'FL', 'GA', 'CO', 'OH', 'PA', 'NC'] as const;

export const freeMailDomains = ['gmail.com', 'outlook.com', 'yahoo.com', 'hotmail.com', 'gmx.de', 'web.de'] as const;

export const competitors = ['Northwind Insight', 'Bluebird CRM', 'Rankwell', 'In-house tool'] as const;

export const firstNames = [
  ...['Anna', 'Ben', 'Carla', 'David', 'Elena', 'Felix', 'Grace', 'Henry', 'Ines', 'Jonas', 'Katja', 'Liam', 'Maya'],
  ...['Noah', 'Olivia', 'Paul', 'Quentin', 'Rosa', 'Simon', 'Tara', 'Umar', 'Vera', 'William', 'Xenia', 'Yusuf', 'Zoë'],
  ...['José', 'Jürgen', 'Chloë', 'Søren', 'Łukasz', 'Αλέξης', '美咲', 'Priya', 'Arjun', 'Beatriz'],
] as const;

export const lastNames = [
  ...['Adams', 'Becker', 'Clarke', 'Dubois', 'Evans', 'Fischer', 'García', 'Hughes', 'Ivanova', 'Jansen', 'Kumar'],
  ...['Lopez', 'Müller', 'Nguyen', "O'Brien", 'Petrov', 'Quinn', 'Rossi', 'Schmidt', 'Tanaka', 'Usman', 'Varga'],
  ...['Weber', 'Xu', 'Young', 'Zimmermann', 'Silva', 'Patel', 'van Dijk', 'Lefèvre', 'Nowak', '佐藤', 'Smith-Jones'],
] as const;

export const companyHeads = [
  ...['Alder', 'Bright', 'Copper', 'Delta', 'Evergreen', 'Falcon', 'Granite', 'Harbor', 'Iron', 'Juniper', 'Keystone'],
  ...['Lakeside', 'Meridian', 'Nordic', 'Orchard', 'Pioneer', 'Quarry', 'Ridge', 'Summit', 'Timber', 'Union', 'Vista'],
  ...['Willow', 'Zephyr', 'Älv', 'Çelik', 'Bär'],
] as const;

export const companyMiddles = [
  ...['Systems', 'Logistics', 'Foods', 'Dynamics', 'Health', 'Media', 'Energy', 'Textiles', 'Robotics', 'Partners'],
  ...['Materials', 'Analytics', 'Travel', 'Learning', 'Holdings'],
] as const;

export const companyTails = [
  'Inc.',
  'GmbH',
  'Ltd',
  'LLC',
  '& Sons, Inc.',
  'S.A.',
  'B.V.',
  'AG',
  '"West" Group',
  '',
] as const;

export const replyTexts = [
  'Thanks, could you send me the price list?',
  'We are interested, but "not before Q3".\nPlease call again then.',
  'Can we have a short demo, please? Tuesday, or Thursday, works.',
  'Ich habe noch ein paar Fragen: Was kostet die Einführung?',
  'ご連絡ありがとうございます。',
  'Please take me off your list.',
] as const;
