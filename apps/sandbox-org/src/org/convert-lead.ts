import type { StoredRecord } from './derived-fields.ts';
import type { SObject } from './field.ts';
import { createRecord, getRecord, touch } from './record-store.ts';
import { recordTime } from './record-time.ts';
import { saveChanges, writeHistory } from './record-writes.ts';
import { statement } from './statements.ts';
import { quoted } from './tables.ts';
import type { Writer } from './writer.ts';

/**
 * Converts a lead as the application does: an account, a contact and an opportunity are made, and its
 * activities and memberships move to the contact. Call it inside a transaction.
 * @throws ApiError
 */
export function convertLead(
  org: Writer,
  leadId: string,
): { contactId: string; accountId: string; opportunityId: string } {
  const leads = objectOf(org, 'Lead');
  const lead = getRecord(org.db, leads, leadId);
  const now = recordTime(org.now());
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
  touch(leads, after, org.userId, now);
  saveChanges(org, leads, lead, after, now);
  writeHistory(org, leadId, [{ field: 'leadConverted', dataType: 'Text', oldValue: null, newValue: null }], now);
  const moved = { WhoId: contactId, WhatId: opportunityId, AccountId: accountId };
  for (const name of ['Task', 'Event']) move(org, objectOf(org, name), 'WhoId', leadId, moved, now);
  const joined = { ContactId: contactId, LeadOrContactId: contactId, Type: 'Contact' };
  move(org, objectOf(org, 'CampaignMember'), 'LeadId', leadId, joined, now);
  return { contactId, accountId, opportunityId };
}

function objectOf({ schema }: Writer, name: string): SObject {
  const object = schema.findObject(name);
  if (!object) throw new Error(`The schema has no object ${name}.`);
  return object;
}

function move(org: Writer, object: SObject, field: string, leadId: string, values: StoredRecord, now: string): void {
  const records = statement(org.db, `SELECT * FROM ${quoted(object.name)} WHERE ${quoted(field)} = ?`).all(leadId);
  for (const before of records as StoredRecord[]) {
    const after = { ...before, ...values };
    touch(object, after, org.userId, now);
    saveChanges(org, object, before, after, now);
  }
}
