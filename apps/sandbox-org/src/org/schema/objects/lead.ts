import { industries, leadSources, products } from '../../../company/attribute-values.ts';
import {
  addressFields,
  auditFields,
  checkbox,
  field,
  historyObject,
  idField,
  integer,
  longText,
  personNameFields,
  picklist,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';

const tracked = { tracked: true };
const values = (choices: readonly { readonly value: string }[]): string[] => choices.map(({ value }) => value);

/** Sixteen fields are tracked; the platform allows twenty. */
export const lead = sobject('Lead', '00Q', [
  idField,
  systemField(reference('MasterRecordId', ['Lead'], { relationshipName: 'MasterRecord' })),
  ...personNameFields([picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'])]),
  systemField(text('Name', 121, { isName: true, nillable: false, label: 'Full Name' })),
  text('Title', 128, tracked),
  text('Company', 255, { nillable: false, ...tracked }),
  ...addressFields('', tracked),
  field('Phone', 'phone', { length: 40, ...tracked }),
  field('MobilePhone', 'phone', { length: 40 }),
  field('Fax', 'phone', { length: 40 }),
  field('Email', 'email', { length: 80, ...tracked }),
  field('Website', 'url', { length: 255, ...tracked }),
  longText('Description', { label: 'Lead Description' }),
  picklist('LeadSource', values(leadSources), tracked),
  picklist(
    'Status',
    [
      'Open - Not Contacted',
      'Working - Contacted',
      'Working - Qualified',
      'Nurturing',
      'Unqualified',
      'Closed - Converted',
    ],
    { nillable: false, defaultValue: 'Open - Not Contacted', ...tracked },
  ),
  picklist('Industry', values(industries), tracked),
  picklist('Rating', ['Hot', 'Warm', 'Cold'], tracked),
  field('AnnualRevenue', 'currency', { precision: 18, ...tracked }),
  integer('NumberOfEmployees', { label: 'Employees', ...tracked }),
  reference('OwnerId', ['Group', 'User'], { nillable: false, ...tracked }),
  checkbox('HasOptedOutOfEmail', { label: 'Email Opt Out' }),
  checkbox('DoNotCall'),
  systemField(checkbox('IsConverted', { label: 'Converted' })),
  systemField(field('ConvertedDate', 'date')),
  systemField(reference('ConvertedAccountId', ['Account'], { relationshipName: 'ConvertedAccount' })),
  systemField(reference('ConvertedContactId', ['Contact'], { relationshipName: 'ConvertedContact' })),
  systemField(reference('ConvertedOpportunityId', ['Opportunity'], { relationshipName: 'ConvertedOpportunity' })),
  checkbox('IsUnreadByOwner', { label: 'Unread By Owner' }),
  systemField(field('LastActivityDate', 'date', { label: 'Last Activity' })),
  systemField(field('LastViewedDate', 'datetime')),
  systemField(field('LastReferencedDate', 'datetime')),
  ...auditFields,
  picklist('Product_Interest__c', values(products), tracked),
  checkbox('Budget_Confirmed__c'),
  field('Webinar_Minutes__c', 'double', { precision: 6, scale: 0, ...tracked }),
  text('Competitor__c', 120),
]);

export const leadHistory = historyObject('Lead', '017');
