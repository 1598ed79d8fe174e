import { industries, leadSources } from '../../../company/attribute-values.ts';
import { plans } from '../../../company/customers/customer-traits.ts';
import { caseStatuses, opportunityStages } from '../../../company/stages.ts';
import {
  addressFields,
  auditFields,
  checkbox,
  field,
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

export const campaign = sobject('Campaign', '701', [
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

export const campaignMember = sobject('CampaignMember', '00v', [
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
  systemField(checkbox('HasResponded', { label: 'Responded' })),
  systemField(field('FirstRespondedDate', 'date')),
  systemField(reference('LeadOrContactId', ['Contact', 'Lead'], { relationshipName: null })),
  systemField(text('Type', 40)),
  ...auditFields,
]);

export const account = sobject('Account', '001', [
  idField,
  systemField(reference('MasterRecordId', ['Account'], { relationshipName: 'MasterRecord' })),
  text('Name', 255, { nillable: false, isName: true, label: 'Account Name' }),
  picklist('Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Partner', 'Other']),
  reference('ParentId', ['Account'], { relationshipName: 'Parent', childRelationship: 'ChildAccounts' }),
  ...addressFields('Billing'),
  ...addressFields('Shipping'),
  field('Fax', 'phone', { length: 40 }),
  field('Phone', 'phone', { length: 40 }),
  field('Website', 'url', { length: 255 }),
  text('AccountNumber', 40),
  text('Sic', 20, { label: 'SIC Code' }),
  text('SicDesc', 80, { label: 'SIC Description' }),
  text('TickerSymbol', 20),
  picklist('Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
  picklist('Rating', ['Hot', 'Warm', 'Cold']),
  text('Site', 80, { label: 'Account Site' }),
  text('Jigsaw', 20, { label: 'Data.com Key' }),
  systemField(text('JigsawCompanyId', 20, { label: 'Jigsaw Company ID' })),
  picklist('AccountSource', values(leadSources)),
  picklist('Industry', values(industries), tracked),
  field('AnnualRevenue', 'currency', { precision: 18 }),
  integer('NumberOfEmployees', { label: 'Employees', ...tracked }),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
  picklist(
    'Plan__c',
    plans.map(({ value }) => value),
    tracked,
  ),
  picklist('Health__c', ['Green', 'Red'], tracked),
  picklist('Churn_Reason__c', ['Price', 'Service', 'Competitor']),
]);

export const supportCase = sobject('Case', '500', [
  idField,
  systemField(text('CaseNumber', 30, { isName: true, nillable: false })),
  reference('AccountId', ['Account'], { childRelationship: 'Cases' }),
  reference('ContactId', ['Contact'], { childRelationship: 'Cases' }),
  text('Subject', 255),
  longText('Description'),
  picklist('Type', ['Question', 'Problem', 'Feature Request'], tracked),
  picklist(
    'Status',
    caseStatuses.map(({ value }) => value),
    { defaultValue: 'New', ...tracked },
  ),
  picklist('Priority', ['High', 'Medium', 'Low'], { defaultValue: 'Medium', ...tracked }),
  picklist('Origin', ['Phone', 'Email', 'Web'], tracked),
  systemField(checkbox('IsClosed', { label: 'Closed' })),
  systemField(field('ClosedDate', 'datetime')),
  checkbox('IsEscalated', { label: 'Escalated', ...tracked }),
  systemField(reference('MasterRecordId', ['Case'], { relationshipName: 'MasterRecord' })),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
  picklist('Escalation_Reason__c', ['No answer', 'Outage', 'Third contact']),
]);

export const contact = sobject('Contact', '003', [
  idField,
  systemField(reference('MasterRecordId', ['Contact'], { relationshipName: 'MasterRecord' })),
  reference('AccountId', ['Account'], { childRelationship: 'Contacts', cascadeDelete: true }),
  ...personNameFields(),
  systemField(text('Name', 121, { isName: true, nillable: false, label: 'Full Name' })),
  field('Phone', 'phone', { length: 40 }),
  field('Email', 'email', { length: 80 }),
  text('Title', 128),
  text('Department', 80),
  picklist('LeadSource', values(leadSources)),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
]);

export const opportunity = sobject('Opportunity', '006', [
  idField,
  reference('AccountId', ['Account'], { childRelationship: 'Opportunities', cascadeDelete: true }),
  reference('ContactId', ['Contact'], { updateable: false }),
  text('Name', 120, { nillable: false, isName: true }),
  picklist(
    'StageName',
    opportunityStages.map(({ value }) => value),
    { nillable: false },
  ),
  picklist('Type', ['New Business', 'Existing Business'], tracked),
  field('Amount', 'currency', { precision: 18, scale: 2 }),
  field('Probability', 'percent', { precision: 3 }),
  field('CloseDate', 'date', { nillable: false }),
  picklist('LeadSource', values(leadSources), tracked),
  systemField(checkbox('IsClosed', { label: 'Closed' })),
  systemField(checkbox('IsWon', { label: 'Won' })),
  systemField(field('LastStageChangeDate', 'datetime')),
  longText('Description'),
  reference('OwnerId', ['User'], { nillable: false }),
  ...auditFields,
  checkbox('Budget_Confirmed__c', tracked),
  picklist('Loss_Reason__c', ['Price', 'Competitor', 'No decision']),
]);
