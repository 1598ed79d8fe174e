import { DAY_MS } from '@leadlight/common';
import { auditFieldValues, type LeadSimulation } from './lead-simulation.ts';
import { isoDate, isoTime } from './records.ts';

export function addConversionRecords(lead: LeadSimulation): void {
  const { converted, convertedAt, profile, rep, related, fields } = lead;
  if (!converted || convertedAt === null) return;
  const audit = auditFieldValues(rep.id, convertedAt);
  related.Account.push({
    Id: converted.accountId,
    Name: profile.company,
    Industry: fields.get('Industry') ?? null,
    NumberOfEmployees: fields.get('NumberOfEmployees') ?? null,
    AnnualRevenue: fields.get('AnnualRevenue') ?? null,
    BillingCountry: profile.country.value,
    Phone: fields.get('Phone') ?? null,
    OwnerId: rep.id,
    ...audit,
  });
  related.Contact.push({
    Id: converted.contactId,
    AccountId: converted.accountId,
    FirstName: profile.firstName,
    LastName: profile.lastName,
    Name: `${profile.firstName} ${profile.lastName}`,
    Email: profile.email,
    Phone: fields.get('Phone') ?? null,
    Title: profile.title,
    LeadSource: profile.source,
    OwnerId: rep.id,
    ...audit,
  });
  related.Opportunity.push(opportunityRecord(lead));
}

function opportunityRecord({ converted, convertedAt, profile, rep, random, now }: LeadSimulation) {
  const signedAt = (convertedAt ?? 0) + Math.floor((10 + random.exponential(50)) * DAY_MS);
  const closed = signedAt <= now;
  const won = random.chance(0.45);
  return {
    Id: converted?.opportunityId ?? null,
    AccountId: converted?.accountId ?? null,
    ContactId: converted?.contactId ?? null,
    Name: `${profile.company} - ${profile.product}`,
    StageName: closed ? (won ? 'Closed Won' : 'Closed Lost') : 'Prospecting',
    Amount: Math.round((2_000 + profile.employees * 12 * Math.exp(0.5 * random.normal())) / 100) * 100,
    CloseDate: isoDate(signedAt),
    IsClosed: closed,
    IsWon: closed && won,
    LastStageChangeDate: closed ? isoTime(signedAt) : null,
    LeadSource: profile.source,
    Probability: closed ? (won ? 100 : 0) : 20,
    OwnerId: rep.id,
    ...auditFieldValues(rep.id, convertedAt ?? 0, closed ? signedAt : (convertedAt ?? 0)),
  };
}
