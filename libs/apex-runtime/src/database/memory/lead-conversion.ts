import { ApexDate, ApexDatetime, type ApexRecord, type Value } from '../../values/values.ts';

interface Seeds {
  seed(objectName: string, values: Record<string, Value>): string;
}

/**
 * The account, the contact and the opportunity of a converted lead. A lead without a company becomes a person account where
 * the org has them (Salesforce Help, Considerations for Person Accounts); @returns null where it has not.
 */
export function convertedRecords(
  seeds: Seeds,
  lead: ApexRecord,
  personAccounts: boolean,
  withOpportunity: boolean,
): { accountId: string; contactId: string; opportunityId: string | null } | null {
  const value = (name: string): Value => lead.fields.get(name) ?? null;
  const company = value('company');
  const isPerson = company === null || company === '';
  if (isPerson && !personAccounts) return null;
  const owner = { OwnerId: value('ownerid') };
  const name = { FirstName: value('firstname'), LastName: value('lastname') };
  const person = { IsPersonAccount: true, ...name, PersonEmail: value('email') };
  const accountId = seeds.seed('Account', { ...(isPerson ? person : { Name: company }), ...owner });
  const contactId = seeds.seed('Contact', { AccountId: accountId, ...name, Email: value('email'), ...owner });
  const label = isPerson ? `${String(value('name') ?? '')}-` : `${String(company)}-`;
  const created = value('createddate');
  const opportunityId = withOpportunity
    ? seeds.seed('Opportunity', {
        Name: label,
        AccountId: accountId,
        StageName: 'Prospecting',
        ...(created instanceof ApexDatetime ? { CloseDate: new ApexDate(Math.floor(created.time / 86_400_000)) } : {}),
        ...owner,
      })
    : null;
  return { accountId, contactId, opportunityId };
}
