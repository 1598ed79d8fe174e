import { describe, expect, it } from 'vitest';
import { debugged, failureOf, runTest, valueOf } from '../testing/run-apex.ts';

/** Issues of octoberswimmer/aer-dist about classes of the platform; the numbers are theirs, the code is our own. */
describe('the platform as users of aer-dist reported it', () => {
  it('#81 fails for a text that is not a query', () => {
    expect(failureOf("Database.getQueryLocator('SELECT Id FROM Account WHERE StageName Equals Won');")).toContain(
      'QueryException',
    );
  });

  it('#99 gives the bytes of a text field', () => {
    expect(valueOf('Lead.Company.getDescribe().getByteLength()')).toBe('765');
  });

  it('#133 keeps the order in which fields were set', () => {
    expect(
      valueOf(
        "new Contact(FirstName = 'a', LastName = 'b', Email = 'c@example.com').getPopulatedFieldsAsMap().keySet()",
      ),
    ).toBe('{FirstName, LastName, Email}');
  });

  it('#143 has no record types for setup objects', () => {
    expect(valueOf('LeadStatus.SObjectType.getDescribe().getRecordTypeInfos().isEmpty()')).toBe('true');
    expect(valueOf('Lead.SObjectType.getDescribe().getRecordTypeInfos().isEmpty()')).toBe('false');
  });

  it('#156 names lists of children before fields', () => {
    const body = `Account a = (Account) JSON.deserialize(
      '{"attributes":{"type":"Account"},"Name":"x","Contacts":{"records":[{"attributes":{"type":"Contact"},"FirstName":"y"}]}}',
      Account.class); System.debug(a.getPopulatedFieldsAsMap().keySet()); System.debug(a.Contacts[0].FirstName);`;
    expect(debugged(body)).toEqual(['{Contacts, Name}', 'y']);
  });

  it('#158 casts the row of a dynamic query to AggregateResult', () => {
    expect(valueOf("((AggregateResult) Database.query('SELECT COUNT(Id) n FROM Account')).get('n')")).toBe('0');
  });

  it('#160 stores values in the cache', () => {
    expect(
      debugged(
        "Cache.Org.put('key', 'value'); System.debug(Cache.Org.get('key')); System.debug(Cache.Session.contains('key'));",
      ),
    ).toEqual(['value', 'false']);
  });

  it('#161 gives an Id as text in its long form', () => {
    const members =
      "static Id make() { return '00Q000000000001'; } static Integer size(String s) { return s.length(); }";
    expect(valueOf('size(make())', { members })).toBe('18');
  });

  it.each([
    ['#168', "new Map<String, Object>{ 'a' => 1 }", 'Map<String, Object>'],
    ['#184', 'new List<Map<String, Object>>()', 'List<Object>'],
  ])('%s accepts an instance of a collection type', (_number, value, type) => {
    expect(failureOf(`Assert.isInstanceOfType(${value}, ${type}.class);`)).toBeNull();
  });

  it('#176 names the token that is not JSON', () => {
    const body =
      "try { JSON.deserialize('not valid json', Map<String, Object>.class); } catch (JSONException e) { System.debug(e.getMessage()); }";
    expect(debugged(body)[0]).toContain("Unrecognized token 'not'");
  });

  it('#189 tells the field SobjectType from the token of the object', () => {
    const members = `static String of(SObjectField f) { return 'field'; } static String of(SObjectType t) { return 'object'; }`;
    expect(valueOf('of(ObjectPermissions.SobjectType)', { members })).toBe('field');
    expect(valueOf('of(Lead.SObjectType)', { members })).toBe('object');
  });

  it('#252 gives callouts to the mock of the test', () => {
    const members = `class Mock implements HttpCalloutMock { public HttpResponse respond(HttpRequest r) {
      HttpResponse a = new HttpResponse(); a.setStatusCode(200); a.setBody('{"token":"abc"}'); return a; } }`;
    const body = `Test.setMock(HttpCalloutMock.class, new Mock()); HttpRequest r = new HttpRequest(); r.setMethod('GET');
      r.setEndpoint('callout:X'); Test.startTest(); System.debug(new Http().send(r).getBody());`;
    expect(debugged(body, { members })).toEqual(['{"token":"abc"}']);
  });

  it('#315 has Lead.DoNotCall', () => {
    expect(valueOf('new Lead(DoNotCall = true).DoNotCall')).toBe('true');
  });

  it('#324 reads a field of custom metadata by its token', () => {
    expect(valueOf('Limit__mdt.getAll().values()[0].get(Limit__mdt.Maximum__c)')).toBe('7');
  });

  it('#326 gives the values of a picklist of the org', () => {
    expect(valueOf('Lead.Tier__c.getDescribe().getPicklistValues().size()')).toBe('2');
  });

  it('#351 fails for a list of children that the object does not have', () => {
    expect(failureOf("new User().getSObjects('2025-1-1');")).toContain(
      'Invalid aggregate relationship 2025-1-1 for User',
    );
  });

  it('#354 keys records by id in a map of Object', () => {
    const body = `List<Account> a = new List<Account>{ new Account(Id = '001000000000001AAA'), new Account(Id = '001000000000002AAA') };
      System.debug(new Map<Object, Account>(a).size());`;
    expect(debugged(body)).toEqual(['2']);
  });

  it('#376 has the getters of a description as fields', () => {
    expect(valueOf('Lead.Company.getDescribe().length')).toBe('255');
    expect(valueOf('Lead.Company.getDescribe().label')).toBe('Company');
    expect(valueOf('Lead.Company.getDescribe().unique')).toBe('false');
  });

  it('#427 has a date in Lead.LastTransferDate', () => {
    expect(valueOf('Lead.LastTransferDate.getDescribe().getType()')).toBe('DATE');
  });

  it('#477 tells which lines each test ran', () => {
    expect(runTest('Integer i = 1;\nInteger j = 2;').hits).toHaveLength(2);
  });

  it('#509 has the record types by name as a field', () => {
    expect(valueOf("Schema.SObjectType.Contact.RecordTypeInfosByName.get('Master').RecordTypeId")).toBe(
      '012000000000000AAA',
    );
  });
});
