/** A value with its relative frequency and its effect on the log rate of buying. */
export interface WeightedValue {
  readonly value: string;
  readonly weight: number;
  readonly effect: number;
}

const weighted = (value: string, weight: number, effect: number): WeightedValue => ({ value, weight, effect });

export const leadSources: readonly WeightedValue[] = [
  weighted('Web', 30, 0.2),
  weighted('Referral', 9, 1.0),
  weighted('Partner', 8, 0.55),
  weighted('Webinar', 14, 0.25),
  weighted('Trade Show', 11, -0.05),
  weighted('Advertisement', 14, -0.5),
  weighted('Purchased List', 11, -1.2),
  weighted('Other', 3, -0.2),
];

export const industries: readonly WeightedValue[] = [
  weighted('Technology', 22, 0.4),
  weighted('Finance', 12, 0.35),
  weighted('Manufacturing', 13, 0.2),
  weighted('Healthcare', 10, 0),
  weighted('Retail', 10, -0.25),
  weighted('Education', 7, -0.5),
  weighted('Government', 5, -0.6),
  weighted('Media', 5, 0),
  weighted('Hospitality', 4, -0.45),
  weighted('Consulting', 6, 0.15),
  weighted('Energy', 4, 0.1),
  weighted('Not For Profit', 2, -0.6),
];

export const seniorities: readonly (WeightedValue & { readonly titles: readonly string[] })[] = [
  { ...weighted('executive', 10, 0.3), titles: ['Chief {D} Officer', 'CEO', 'Managing Director', 'Founder'] },
  { ...weighted('vice president', 11, 0.55), titles: ['VP {D}', 'Vice President {D}', 'SVP, {D}'] },
  { ...weighted('director', 18, 0.4), titles: ['Director of {D}', '{D} Director', 'Head of {D}'] },
  { ...weighted('manager', 28, 0.1), titles: ['{D} Manager', 'Senior {D} Manager', '{D} Team Lead'] },
  {
    ...weighted('specialist', 26, -0.35),
    titles: ['{D} Analyst', '{D} Specialist', '{D} Coordinator', '{D} Associate'],
  },
  { ...weighted('student', 7, -1.4), titles: ['Student', '{D} Intern', 'Working Student {D}'] },
];

export const departments: readonly WeightedValue[] = [
  weighted('Sales', 26, 0.15),
  weighted('Marketing', 22, 0.1),
  weighted('IT', 18, -0.05),
  weighted('Finance', 12, 0),
  weighted('Operations', 16, 0.05),
  weighted('HR', 6, -0.4),
];

export const products: readonly WeightedValue[] = [
  weighted('Forecasting', 30, 0.2),
  weighted('Routing', 25, 0),
  weighted('Campaigns', 30, 0.05),
  weighted('Archive', 15, -0.4),
];

export const countries: readonly (WeightedValue & { readonly domain: string; readonly dial: string })[] = [
  { ...weighted('United States', 38, 0.1), domain: 'com', dial: '+1' },
  { ...weighted('Germany', 14, 0.15), domain: 'de', dial: '+49' },
  { ...weighted('United Kingdom', 12, 0.05), domain: 'co.uk', dial: '+44' },
  { ...weighted('France', 8, -0.05), domain: 'fr', dial: '+33' },
  { ...weighted('Netherlands', 5, 0.15), domain: 'nl', dial: '+31' },
  { ...weighted('Canada', 6, 0), domain: 'ca', dial: '+1' },
  { ...weighted('Australia', 4, -0.05), domain: 'com.au', dial: '+61' },
  { ...weighted('India', 7, -0.5), domain: 'in', dial: '+91' },
  { ...weighted('Brazil', 4, -0.3), domain: 'com.br', dial: '+55' },
  { ...weighted('Japan', 2, -0.2), domain: 'co.jp', dial: '+81' },
];

/** Company sizes with their numbers of employees. */
export const sizes: readonly (WeightedValue & { readonly from: number; readonly to: number })[] = [
  { ...weighted('micro', 18, -0.6), from: 1, to: 9 },
  { ...weighted('small', 24, -0.15), from: 10, to: 49 },
  { ...weighted('medium', 27, 0.3), from: 50, to: 249 },
  { ...weighted('upper medium', 18, 0.5), from: 250, to: 1_999 },
  { ...weighted('large', 9, 0.2), from: 2_000, to: 9_999 },
  { ...weighted('very large', 4, -0.25), from: 10_000, to: 120_000 },
];

export const usStates = ['CA', 'NY', 'TX', 'IL', 'MA', 'WA', 'FL', 'GA', 'CO', 'OH', 'PA', 'NC'] as const;

export const freeMailDomains = ['gmail.com', 'outlook.com', 'yahoo.com', 'hotmail.com', 'gmx.de', 'web.de'] as const;

export const competitors = ['Northwind Insight', 'Bluebird CRM', 'Rankwell', 'In-house tool'] as const;

const split = (list: string): readonly string[] => list.split('|');

export const firstNames = split(
  'Anna|Ben|Carla|David|Elena|Felix|Grace|Henry|Ines|Jonas|Katja|Liam|Maya|Noah|Olivia|Paul|Quentin|' +
    'Rosa|Simon|Tara|Umar|Vera|William|Xenia|Yusuf|Zoë|José|Jürgen|Chloë|Søren|Łukasz|Αλέξης|美咲|Priya|' +
    'Arjun|Beatriz',
);

export const lastNames = split(
  'Adams|Becker|Clarke|Dubois|Evans|Fischer|García|Hughes|Ivanova|Jansen|Kumar|Lopez|Müller|Nguyen|' +
    "O'Brien|Petrov|Quinn|Rossi|Schmidt|Tanaka|Usman|Varga|Weber|Xu|Young|Zimmermann|Silva|Patel|van Dijk|" +
    'Lefèvre|Nowak|佐藤|Smith-Jones',
);

export const companyFirstWords = split(
  'Alder|Bright|Copper|Delta|Evergreen|Falcon|Granite|Harbor|Iron|Juniper|Keystone|Lakeside|Meridian|' +
    'Nordic|Orchard|Pioneer|Quarry|Ridge|Summit|Timber|Union|Vista|Willow|Zephyr|Älv|Çelik|Bär',
);

export const companySecondWords = split(
  'Systems|Logistics|Foods|Dynamics|Health|Media|Energy|Textiles|Robotics|Partners|Materials|Analytics|' +
    'Travel|Learning|Holdings',
);

export const companySuffixes = [
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
