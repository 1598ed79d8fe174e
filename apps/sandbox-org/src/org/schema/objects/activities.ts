import {
  auditFields,
  checkbox,
  field,
  idField,
  integer,
  longText,
  picklist,
  reference,
  sobject,
  systemField,
  text,
} from '../field.ts';

const who = reference('WhoId', ['Contact', 'Lead'], { relationshipName: 'Who', label: 'Name ID' });
const what = reference('WhatId', ['Account', 'Opportunity', 'Campaign', 'Case'], {
  relationshipName: 'What',
  label: 'Related To ID',
});
const account = systemField(reference('AccountId', ['Account'], { relationshipName: 'Account' }));

export const task = sobject('Task', '00T', [
  idField,
  { ...who, childRelationship: 'Tasks' },
  what,
  account,
  text('Subject', 255),
  field('ActivityDate', 'date', { label: 'Due Date Only' }),
  picklist('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
    nillable: false,
    defaultValue: 'Not Started',
  }),
  picklist('Priority', ['High', 'Normal', 'Low'], { nillable: false, defaultValue: 'Normal' }),
  systemField(checkbox('IsHighPriority', { label: 'High Priority' })),
  reference('OwnerId', ['User'], { nillable: false, label: 'Assigned To ID' }),
  longText('Description', { label: 'Description' }),
  picklist('Type', ['Call', 'Email', 'Meeting', 'Other']),
  systemField(checkbox('IsClosed', { label: 'Closed' })),
  picklist('TaskSubtype', ['Task', 'Email', 'ListEmail', 'Cadence', 'Call'], { updateable: false, restricted: true }),
  integer('CallDurationInSeconds', { label: 'Call Duration' }),
  picklist('CallType', ['Internal', 'Inbound', 'Outbound'], { restricted: true }),
  text('CallDisposition', 255, { label: 'Call Result' }),
  systemField(field('CompletedDateTime', 'datetime', { label: 'Completed Date' })),
  systemField(checkbox('IsArchived', { label: 'Archived' })),
  ...auditFields,
]);

export const event = sobject('Event', '00U', [
  idField,
  { ...who, childRelationship: 'Events' },
  what,
  account,
  text('Subject', 255),
  text('Location', 255),
  checkbox('IsAllDayEvent', { label: 'All-Day Event' }),
  field('ActivityDateTime', 'datetime', { label: 'Due Date Time' }),
  field('ActivityDate', 'date', { label: 'Due Date Only' }),
  integer('DurationInMinutes', { label: 'Duration' }),
  field('StartDateTime', 'datetime', { label: 'Start Date Time' }),
  field('EndDateTime', 'datetime', { label: 'End Date Time' }),
  longText('Description', { label: 'Description' }),
  reference('OwnerId', ['User'], { nillable: false, label: 'Assigned To ID' }),
  picklist('Type', ['Email', 'Meeting', 'Other', 'Call']),
  checkbox('IsPrivate', { label: 'Private' }),
  picklist('EventSubtype', ['Event'], { updateable: false, restricted: true }),
  systemField(checkbox('IsArchived', { label: 'Archived' })),
  ...auditFields,
]);

export const emailMessage = sobject('EmailMessage', '02s', [
  idField,
  reference('ParentId', ['Account', 'Case'], { relationshipName: 'Parent', label: 'Case ID' }),
  reference('ActivityId', ['Task'], {
    relationshipName: 'Activity',
    childRelationship: 'EmailMessages',
    updateable: false,
  }),
  reference('RelatedToId', ['Account', 'Opportunity', 'Campaign'], { relationshipName: 'RelatedTo' }),
  longText('TextBody'),
  longText('HtmlBody'),
  text('Subject', 3000),
  text('FromName', 1000),
  field('FromAddress', 'email', { length: 1000 }),
  text('ToAddress', 4000),
  text('CcAddress', 4000),
  checkbox('Incoming', { label: 'Is Incoming' }),
  systemField(checkbox('HasAttachment')),
  picklist('Status', ['0', '1', '2', '3', '4', '5'], { nillable: false, defaultValue: '3', restricted: true }),
  field('MessageDate', 'datetime'),
  text('MessageIdentifier', 765),
  ...auditFields,
]);
