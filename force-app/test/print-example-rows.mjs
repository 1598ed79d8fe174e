/**
 * Prints the rows and formatted values of example leads, computed by the module `argv[2]`. A test runs it with the library
 * that the service imports and with the bundle that the components import, and compares the output.
 */
const { featureSchemaFor, formatFeatureValue, canonicalRowText, rowOf, snapshotAt } = await import(process.argv[2]);

const DAY_MS = 86_400_000;
const createdAt = Date.UTC(2026, 8, 1, 7, 30);
const immutable = { kind: 'immutable' };
const field = (name, type = 'string', custom = false) => ({ name, label: name, type, custom, past: immutable });
const fields = [
  field('LeadSource', 'picklist'),
  field('Industry', 'picklist'),
  field('NumberOfEmployees', 'number'),
  field('AnnualRevenue', 'currency'),
  field('Title'),
  field('Company'),
  field('Email', 'email'),
  field('Phone', 'phone'),
  field('Country'),
  field('DoNotCall', 'boolean'),
  field('Fleet_Size__c', 'number', true),
  field('Budget_Share__c', 'percent', true),
  field('Region__c', 'picklist', true),
  { ...field('Interests__c', 'multipicklist', true), past: { kind: 'tracked', since: createdAt } },
];
const { schema } = featureSchemaFor(fields);

const full = {
  LeadSource: 'Referral',
  Industry: 'Luft- und Raumfahrt',
  NumberOfEmployees: 1480,
  AnnualRevenue: 2_500_000.49,
  Title: 'Directrice générale',
  Company: 'Ærø Värme GmbH',
  Email: 'anna@aero-vaerme.de',
  Phone: '+49 30 1234',
  Country: 'Germany',
  DoNotCall: false,
  Fleet_Size__c: 1234.567,
  Budget_Share__c: 12.5,
  Region__c: ' DACH ',
  Interests__c: 'Pumps;Valves',
};
const activity = (kind, day, incoming, done = true) => ({
  id: `${kind}${day}`,
  kind,
  createdAt: createdAt + day * DAY_MS,
  completedAt: done ? createdAt + day * DAY_MS : null,
  incoming,
});
const history = (leadId, values, rest = {}) => ({
  leadId,
  createdAt,
  fields: values,
  changes: [],
  activities: [],
  campaigns: [],
  convertedAt: null,
  isDeleted: false,
  ...rest,
});
const leads = [
  history('full', full, {
    changes: [{ field: 'Title', at: createdAt + 20 * DAY_MS, oldValue: 'Junior buyer', newValue: full.Title }],
    activities: [activity('call', 1, false), activity('email', 3, true), activity('event', 4, false, false)],
    campaigns: [{ id: 'c', campaignId: 'k', campaignType: 'Webinar', createdAt, respondedAt: createdAt + DAY_MS }],
  }),
  history('empty', Object.fromEntries(Object.keys(full).map((name) => [name, null]))),
  history('odd', { ...full, Email: 'not an address', NumberOfEmployees: -0, AnnualRevenue: '12', DoNotCall: 'yes' }),
];

const rows = leads.flatMap((lead) =>
  [0, 5, 45].map((ageDays) => {
    const row = rowOf(schema, snapshotAt(lead, createdAt + ageDays * DAY_MS));
    const texts = ['en-GB', 'de-DE', 'ja-JP'].map((locale) =>
      schema.features.map(({ unit, kind }, index) => formatFeatureValue(row[index], unit, locale, undefined, kind)),
    );
    return { leadId: lead.leadId, ageDays, input: canonicalRowText(schema, row), texts };
  }),
);
console.log(JSON.stringify({ schema, rows }, null, 1));
