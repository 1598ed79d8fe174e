import { prepareCached } from '../statements.ts';
import { quoteIdentifier } from '../tables.ts';
import type { StoredRecord } from './derived-fields.ts';
import { toRecordTime } from './field-value.ts';
import { createRecord, getRecord, setLastModified } from './record-store.ts';
import { saveChanges, writeHistory } from './record-writes.ts';
import type { WriteContext } from './write-context.ts';

/**
 * Converts a lead: creates an account, a contact and an opportunity, and moves its activities and campaign memberships to
 * the contact. Call it inside a transaction.
 * @throws ApiError
 */
export function convertLead(
  org: WriteContext,
  leadId: string,
): { contactId: string; accountId: string; opportunityId: string } {
  const leads = org.schema.getObject('Lead');
  const lead = getRecord(org.db, leads, leadId);
  const now = toRecordTime(org.now());
  const accountId = createRecord(org, org.schema.getObject('Account'), {
    Name: lead.Company,
    Industry: lead.Industry,
    NumberOfEmployees: lead.NumberOfEmployees,
    Phone: lead.Phone,
  });
  const contactId = createRecord(org, org.schema.getObject('Contact'), {
    AccountId: accountId,
    FirstName: lead.FirstName,
    LastName: lead.LastName,
    Email: lead.Email,
    Phone: lead.Phone,
    Title: lead.Title,
    LeadSource: lead.LeadSource,
  });
  const opportunityId = createRecord(org, org.schema.getObject('Opportunity'), {
    AccountId: accountId,
    ContactId: contactId,
    Name: `${String(lead.Company)} -`.slice(0, 120),
    StageName: 'Prospecting',
    CloseDate: now.slice(0, 10),
    LeadSource: lead.LeadSource,
  });
  const after: StoredRecord = {
    ...lead,
    Status: 'Closed - Converted',
    IsConverted: 1,
    ConvertedDate: now.slice(0, 10),
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
  };
  setLastModified(leads, after, org.userId, now);
  saveChanges(org, leads, lead, after, now);
  writeHistory(
    org,
    'Lead',
    leadId,
    [{ field: 'leadConverted', dataType: 'Text', oldValue: null, newValue: null }],
    now,
  );
  const activityLinks = { WhoId: contactId, WhatId: opportunityId, AccountId: accountId };
  for (const name of ['Task', 'Event']) relinkRecords(org, name, 'WhoId', leadId, activityLinks, now);
  const memberLinks = { ContactId: contactId, LeadOrContactId: contactId, Type: 'Contact' };
  relinkRecords(org, 'CampaignMember', 'LeadId', leadId, memberLinks, now);
  return { contactId, accountId, opportunityId };
}

function relinkRecords(
  org: WriteContext,
  objectName: string,
  field: string,
  leadId: string,
  links: StoredRecord,
  now: string,
): void {
  const object = org.schema.getObject(objectName);
  const sql = `SELECT * FROM ${quoteIdentifier(objectName)} WHERE ${quoteIdentifier(field)} = ?`;
  for (const before of prepareCached(org.db, sql).all(leadId) as StoredRecord[]) {
    const after = { ...before, ...links };
    setLastModified(object, after, org.userId, now);
    saveChanges(org, object, before, after, now);
  }
}
