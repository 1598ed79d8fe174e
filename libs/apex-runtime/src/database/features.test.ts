import { describe, expect, it } from 'vitest';
import { debugged, failureOf, runTest, type Sources } from '../testing/run-apex.ts';

const LEAD = "new Lead(LastName = 'Doe', Company = 'Acme'";

const withCountries: Sources = {
  rules: {
    features: {
      countries: {
        DE: { name: 'Germany', states: { BY: 'Bavaria' } },
        US: { name: 'United States', states: { CA: 'California', NY: 'New York' } },
      },
    },
  },
};

describe('state and country picklists', () => {
  const saved = (fields: string): string[] =>
    debugged(
      `insert as system ${LEAD}, ${fields});
      Lead l = [SELECT Country, CountryCode, State, StateCode FROM Lead WITH SYSTEM_MODE];
      System.debug(l.Country + ' ' + l.CountryCode + ' ' + l.State + ' ' + l.StateCode);`,
      withCountries,
    );

  it('set the name from the code', () => {
    expect(saved("CountryCode = 'US', StateCode = 'CA'")).toEqual(['United States US California CA']);
  });

  it('set the code from the name', () => {
    expect(saved("Country = 'germany', State = 'Bavaria'")).toEqual(['Germany DE Bavaria BY']);
  });

  it.each([
    ["Country = 'Atlantis'", "FIELD_INTEGRITY_EXCEPTION, There's a problem with this country"],
    ["CountryCode = 'DE', StateCode = 'CA'", "FIELD_INTEGRITY_EXCEPTION, There's a problem with this state"],
    ["State = 'California'", 'A country/territory must be specified before specifying a state value'],
  ])('reject %s', (fields, message) => {
    expect(failureOf(`insert as system ${LEAD}, ${fields});`, withCountries)).toContain(message);
  });

  it('keep the state when only another field changes, and take it away with the country', () => {
    expect(
      debugged(
        `Lead l = ${LEAD}, CountryCode = 'US', StateCode = 'NY'); insert as system l;
        update as system new Lead(Id = l.Id, Title = 'CEO');
        System.debug([SELECT StateCode FROM Lead WITH SYSTEM_MODE].StateCode);
        update as system new Lead(Id = l.Id, Country = null, CountryCode = null, State = null, StateCode = null);
        System.debug([SELECT State FROM Lead WITH SYSTEM_MODE].State);`,
        withCountries,
      ),
    ).toEqual(['NY', 'null']);
  });

  it('add no fields to an org without them', () => {
    expect(failureOf(`insert as system ${LEAD}, Country = 'Atlantis');`)).toBeNull();
    expect(() => runTest(`System.debug(${LEAD}).CountryCode);`)).toThrow('Lead has no CountryCode');
  });
});

const withCurrencies: Sources = { rules: { features: { currencies: { EUR: 1, USD: 1.25 } } } };

describe('several currencies', () => {
  it('give a new record the currency of the user', () => {
    expect(
      debugged(
        `insert as system ${LEAD}); System.debug([SELECT CurrencyIsoCode FROM Lead WITH SYSTEM_MODE].CurrencyIsoCode);`,
        withCurrencies,
      ),
    ).toEqual(['EUR']);
  });

  it('reject a currency that the org does not have', () => {
    expect(failureOf(`insert as system ${LEAD}, CurrencyIsoCode = 'XAU');`, withCurrencies)).toContain(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, Currency: bad value for restricted picklist field: XAU',
    );
  });

  it('convert an amount to the currency of the user with convertCurrency', () => {
    expect(
      debugged(
        `insert as system ${LEAD}, AnnualRevenue = 1000, CurrencyIsoCode = 'USD');
        System.debug([SELECT AnnualRevenue FROM Lead WITH SYSTEM_MODE].AnnualRevenue);
        System.debug([SELECT convertCurrency(AnnualRevenue) FROM Lead WITH SYSTEM_MODE].AnnualRevenue);
        System.debug(UserInfo.isMultiCurrencyOrganization() + ' ' + UserInfo.getDefaultCurrency());`,
        withCurrencies,
      ),
    ).toEqual(['1000', '800.00', 'true EUR']);
  });

  it('add no fields to an org without them', () => {
    expect(() => runTest(`System.debug(${LEAD}).CurrencyIsoCode);`)).toThrow('Lead has no CurrencyIsoCode');
    expect(debugged('System.debug(UserInfo.isMultiCurrencyOrganization());')).toEqual(['false']);
  });
});

const convert = `Database.LeadConvert c = new Database.LeadConvert(); c.setLeadId(l.Id);
  c.setConvertedStatus('Closed - Converted'); Database.LeadConvertResult r = Database.convertLead(c);`;

describe('person accounts', () => {
  const withPersons: Sources = { rules: { features: { personAccounts: true } } };

  it('let a lead without a company be saved and become a person account', () => {
    expect(
      debugged(
        `Lead l = new Lead(FirstName = 'Ada', LastName = 'Doe', Email = 'ada@example.com'); insert as system l; ${convert}
        Account a = [SELECT Name, IsPersonAccount, PersonEmail FROM Account WHERE Id = :r.getAccountId() WITH SYSTEM_MODE];
        System.debug(a.Name + ' ' + a.IsPersonAccount + ' ' + a.PersonEmail);`,
        withPersons,
      ),
    ).toEqual(['Ada Doe true ada@example.com']);
  });

  it('make a business account of a lead with a company', () => {
    expect(
      debugged(
        `Lead l = ${LEAD}); insert as system l; ${convert}
        Account a = [SELECT Name, IsPersonAccount FROM Account WHERE Id = :r.getAccountId() WITH SYSTEM_MODE];
        System.debug(a.Name + ' ' + a.IsPersonAccount);`,
        withPersons,
      ),
    ).toEqual(['Acme false']);
  });

  it('are absent by default: a company is required', () => {
    expect(failureOf("insert as system new Lead(LastName = 'Doe');")).toContain('REQUIRED_FIELD_MISSING');
  });
});

describe('a converted lead', () => {
  it('becomes an account, a contact and an opportunity', () => {
    expect(
      debugged(
        `Lead l = ${LEAD}); insert as system l; ${convert}
        Lead after = [SELECT ConvertedAccount.Name, ConvertedContact.LastName, ConvertedOpportunityId FROM Lead WITH SYSTEM_MODE];
        System.debug(after.ConvertedAccount.Name + ' ' + after.ConvertedContact.LastName);
        System.debug(after.ConvertedOpportunityId == r.getOpportunityId());`,
      ),
    ).toEqual(['Acme Doe', 'true']);
  });

  it('becomes no opportunity where the request says so', () => {
    expect(
      debugged(
        `Lead l = ${LEAD}); insert as system l; Database.LeadConvert c = new Database.LeadConvert(); c.setLeadId(l.Id);
        c.setConvertedStatus('Closed - Converted'); c.setDoNotCreateOpportunity(true);
        System.debug(Database.convertLead(c).getOpportunityId());`,
      ),
    ).toEqual(['null']);
  });
});
