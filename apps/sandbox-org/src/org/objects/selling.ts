import {
  auditFields,
  checkbox,
  field,
  idField,
  longText,
  object,
  picklist,
  reference,
  system,
  text,
  whole,
} from '../field.ts';
import { industries, leadSources } from '../../company/vocabulary.ts';

const values = (choices: readonly { readonly value: string }[]): string[] => choices.map(({ value }) => value);

export const campaign = object('Campaign', '701', [
  idField,
  text('Name', 80, { nillable: false, isName: true }),
  reference('ParentId', ['Campaign'], { relationshipName: 'Parent' }),
  picklist('Type', ['Webinar', 'Email', 'Trade Show', 'Advertisement', 'Content Syndication', 'Conference', 'Other']),
  picklist('Status', ['Planned', 'In Progress', 'Completed', 'Aborted']),
  field('StartDate', 'date'),
  field('EndDate', 'date'),
  checkbox('IsActive', { label: 'Active' }),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
]);

export const campaignMember = object('CampaignMember', '00v', [
  idField,
  reference('CampaignId', ['Campaign'], {
    nillable: false,
    updateable: false,
    childRelationship: 'CampaignMembers',
    cascadeDelete: true,
  }),
  reference('LeadId', ['Lead'], { updateable: false, childRelationship: 'CampaignMembers', cascadeDelete: true }),
  reference('ContactId', ['Contact'], { updateable: false, childRelationship: 'CampaignMembers', cascadeDelete: true }),
  picklist('Status', ['Sent', 'Responded'], { defaultValue: 'Sent' }),
  system(checkbox('HasResponded', { label: 'Responded' })),
  system(field('FirstRespondedDate', 'date')),
  system(reference('LeadOrContactId', ['Contact', 'Lead'], { relationshipName: null })),
  system(text('Type', 40)),
  ...auditFields,
]);

export const account = object('Account', '001', [
  idField,
  system(reference('MasterRecordId', ['Account'], { relationshipName: 'MasterRecord' })),
  text('Name', 255, { nillable: false, isName: true, label: 'Account Name' }),
  picklist('Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Partner', 'Other']),
  reference('ParentId', ['Account'], { relationshipName: 'Parent', childRelationship: 'ChildAccounts' }),
  text('BillingStreet', 255),
  text('BillingCity', 40),
  text('BillingState', 80),
  text('BillingPostalCode', 20),
  text('BillingCountry', 80),
  field('Phone', 'phone', { length: 40 }),
  field('Website', 'url', { length: 255 }),
  text('AccountNumber', 40),
  picklist('Industry', values(industries)),
  field('AnnualRevenue', 'currency', { precision: 18 }),
  whole('NumberOfEmployees', { label: 'Employees' }),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
]);

export const contact = object('Contact', '003', [
  idField,
  system(reference('MasterRecordId', ['Contact'], { relationshipName: 'MasterRecord' })),
  reference('AccountId', ['Account'], { childRelationship: 'Contacts', cascadeDelete: true }),
  text('LastName', 80, { nillable: false }),
  text('FirstName', 40),
  system(text('Name', 121, { isName: true, nillable: false, label: 'Full Name' })),
  field('Phone', 'phone', { length: 40 }),
  field('Email', 'email', { length: 80 }),
  text('Title', 128),
  text('Department', 80),
  picklist('LeadSource', values(leadSources)),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
]);

export const opportunity = object('Opportunity', '006', [
  idField,
  reference('AccountId', ['Account'], { childRelationship: 'Opportunities', cascadeDelete: true }),
  reference('ContactId', ['Contact'], { updateable: false }),
  text('Name', 120, { nillable: false, isName: true }),
  picklist(
    'StageName',
    ['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won', 'Closed Lost'],
    { nillable: false },
  ),
  field('Amount', 'currency', { precision: 18, scale: 2 }),
  field('Probability', 'percent', { precision: 3 }),
  field('CloseDate', 'date', { nillable: false }),
  picklist('LeadSource', values(leadSources)),
  system(checkbox('IsClosed', { label: 'Closed' })),
  system(checkbox('IsWon', { label: 'Won' })),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
]);
