import type { StoredRecord } from './derived-fields.ts';
import type { SObject } from '../schema/field.ts';
import { createRecord, getRecord, setLastModified } from './record-store.ts';
import { toRecordTime } from './record-time.ts';
import { saveChanges, writeHistory } from './record-writes.ts';
import { prepareCached } from '../statements.ts';
import { quoteIdentifier } from '../tables.ts';
import type { WriteContext } from './write-context.ts';

/**
 * Converts a lead as the application does: an account, a contact and an opportunity are made, and its
 * activities and memberships move to the contact. Call it inside a transaction.
 * @throws ApiError
 */
export function convertLead(
  org: WriteContext,
  leadId: string,
): { contactId: string; accountId: string; opportunityId: string } {
  const leads = objectOf(org, 'Lead');
  const lead = getRecord(org.db, leads, leadId);
  const now = toRecordTime(org.now());
  const accountId = createRecord(org, objectOf(org, 'Account'), {
    Name: lead.Company,
    ...{ Industry: lead.Industry, NumberOfEmployees: lead.NumberOfEmployees, Phone: lead.Phone },
  });
  const contactId = createRecord(org, objectOf(org, 'Contact'), {
    AccountId: accountId,
    ...{ FirstName: lead.FirstName, LastName: lead.LastName, Email: lead.Email, Phone: lead.Phone },
    ...{ Title: lead.Title, LeadSource: lead.LeadSource },
  });
  const opportunityId = createRecord(org, objectOf(org, 'Opportunity'), {
    ...{ AccountId: accountId, ContactId: contactId, Name: `${String(lead.Company)} -`.slice(0, 120) },
    ...{ StageName: 'Prospecting', CloseDate: now.slice(0, 10), LeadSource: lead.LeadSource },
  });
  const after: StoredRecord = {
    ...lead,
    Status: 'Closed - Converted',
    IsConverted: 1,
    ConvertedDate: now.slice(0, 10),
    ...{ ConvertedAccountId: accountId, ConvertedContactId: contactId, ConvertedOpportunityId: opportunityId },
  };
  setLastModified(leads, after, org.userId, now);
  saveChanges(org, leads, lead, after, now);
  writeHistory(org, leadId, [{ field: 'leadConverted', dataType: 'Text', oldValue: null, newValue: null }], now);
  const moved = { WhoId: contactId, WhatId: opportunityId, AccountId: accountId };
  for (const name of ['Task', 'Event']) relinkRecords(org, objectOf(org, name), 'WhoId', leadId, moved, now);
  const joined = { ContactId: contactId, LeadOrContactId: contactId, Type: 'Contact' };
  relinkRecords(org, objectOf(org, 'CampaignMember'), 'LeadId', leadId, joined, now);
  return { contactId, accountId, opportunityId };
}

function objectOf({ schema }: WriteContext, name: string): SObject {
  const object = schema.findObject(name);
  if (!object) throw new Error(`The schema has no object ${name}.`);
  return object;
}

function relinkRecords(
  org: WriteContext,
  object: SObject,
  field: string,
  leadId: string,
  values: StoredRecord,
  now: string,
): void {
  const records = prepareCached(
    org.db,
    `SELECT * FROM ${quoteIdentifier(object.name)} WHERE ${quoteIdentifier(field)} = ?`,
  ).all(leadId);
  for (const before of records as StoredRecord[]) {
    const after = { ...before, ...values };
    setLastModified(object, after, org.userId, now);
    saveChanges(org, object, before, after, now);
  }
}
