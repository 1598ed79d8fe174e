import { describe, expect, it } from 'vitest';
import { debugged, failureOf } from '../testing/run-apex.ts';

const LEADS = `insert as system new List<Lead>{
  new Lead(LastName = 'Ada', Company = 'A', NumberOfEmployees = 5, Email = 'ada@example.com'),
  new Lead(LastName = 'Bob', Company = 'B', NumberOfEmployees = 50),
  new Lead(LastName = 'Cyd', Company = 'B') };`;

const selected = (where: string): string[] =>
  debugged(`${LEADS} for (Lead l : [SELECT LastName FROM Lead ${where}]) { System.debug(l.LastName); }`);

describe('SOQL', () => {
  it.each([
    ["WHERE Company = 'b' WITH SYSTEM_MODE ORDER BY LastName DESC", ['Cyd', 'Bob']],
    ['WHERE NumberOfEmployees > 5 WITH SYSTEM_MODE', ['Bob']],
    ['WHERE NumberOfEmployees = NULL WITH SYSTEM_MODE', ['Cyd']],
    ["WHERE Email LIKE 'ADA@%' OR LastName IN ('Cyd') WITH SYSTEM_MODE ORDER BY LastName", ['Ada', 'Cyd']],
    ["WHERE NOT (Company = 'B') WITH SYSTEM_MODE", ['Ada']],
    ["WHERE Company NOT IN ('B') WITH SYSTEM_MODE", ['Ada']],
    ['WITH SYSTEM_MODE ORDER BY NumberOfEmployees DESC NULLS LAST LIMIT 1', ['Bob']],
    ["WHERE Owner.Username = 'administrator@example.com' WITH SYSTEM_MODE ORDER BY LastName LIMIT 1 OFFSET 1", ['Bob']],
    ['WHERE CreatedDate >= 2026-11-23T09:30:00Z WITH SYSTEM_MODE ORDER BY LastName LIMIT 1', ['Ada']],
  ])('SELECT … %s', (where, expected) => {
    expect(selected(where)).toEqual(expected);
  });

  it('binds lists, sets and records by id', () => {
    expect(
      debugged(`${LEADS} List<Lead> all1 = [SELECT Id FROM Lead WITH SYSTEM_MODE];
        System.debug([SELECT COUNT() FROM Lead WHERE Id IN :all1 WITH SYSTEM_MODE]);
        Set<String> companies = new Set<String>{ 'A' };
        System.debug([SELECT COUNT() FROM Lead WHERE Company IN :companies WITH SYSTEM_MODE]);`),
    ).toEqual(['3', '1']);
  });

  it('locks rows, but neither sorted ones nor groups', () => {
    expect(selected("WHERE Company = 'A' WITH SYSTEM_MODE FOR UPDATE")).toEqual(['Ada']);
    const locked = (query: string) => (): string[] => debugged(`System.debug([${query} FOR UPDATE]);`);
    expect(locked('SELECT Id FROM Lead WITH SYSTEM_MODE ORDER BY Name')).toThrow(/ORDER BY with FOR UPDATE/);
    expect(locked('SELECT Name n FROM Lead WITH SYSTEM_MODE GROUP BY Name')).toThrow(/GROUP BY with FOR UPDATE/);
  });

  it('groups and counts', () => {
    expect(
      debugged(`${LEADS} for (AggregateResult row : [SELECT Company c, COUNT(Id) n, MAX(NumberOfEmployees) m FROM Lead WITH SYSTEM_MODE
        GROUP BY Company ORDER BY Company]) { System.debug(row.get('c') + ':' + row.get('n') + ':' + row.get('m')); }`),
    ).toEqual(['A:1:5', 'B:2:50']);
  });

  it('orders and limits groups as it does rows', () => {
    const groups = (end: string): string[] =>
      debugged(`${LEADS} insert as system new Lead(LastName = 'Dan', Company = 'a', Title = 'x');
        for (AggregateResult row : [SELECT Title t, COUNT(Id) n FROM Lead WITH SYSTEM_MODE GROUP BY Title ${end}]) {
        System.debug(row.get('t')); }`);
    expect(groups('ORDER BY Title DESC')).toEqual(['null', 'x']);
    expect(groups('ORDER BY Title NULLS LAST')).toEqual(['x', 'null']);
    expect(groups('ORDER BY Title LIMIT 1 OFFSET 1')).toEqual(['x']);
  });

  it('gives one record only where the query has exactly one', () => {
    expect(failureOf(`${LEADS} Lead l = [SELECT Id FROM Lead WITH SYSTEM_MODE];`)).toContain(
      'QueryException: List has more than 1 row',
    );
    expect(failureOf("Lead l = [SELECT Id FROM Lead WHERE LastName = 'x' WITH SYSTEM_MODE];")).toContain(
      'QueryException: List has no rows',
    );
    expect(
      debugged(`${LEADS} System.debug([SELECT Company FROM Lead WHERE LastName = 'Ada' WITH SYSTEM_MODE].Company);`),
    ).toEqual(['A']);
  });

  it('refuses to read a field that was not selected', () => {
    expect(
      failureOf(`${LEADS} Lead l = [SELECT Id FROM Lead WITH SYSTEM_MODE LIMIT 1]; String s = l.Company;`),
    ).toContain(
      'SObjectException: SObject row was retrieved via SOQL without querying the requested field: Lead.Company',
    );
  });

  it('reads lookups along a path', () => {
    expect(
      debugged(
        `${LEADS} System.debug([SELECT Owner.Profile.Name FROM Lead WITH SYSTEM_MODE LIMIT 1].Owner.Profile.Name);`,
      ),
    ).toEqual(['System Administrator']);
  });

  it('finds no deleted rows', () => {
    expect(
      debugged(`${LEADS} delete as system [SELECT Id FROM Lead WHERE Company = 'B' WITH SYSTEM_MODE];
      System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual(['1']);
  });
});

describe('DML', () => {
  it('sets ids, defaults and system fields', () => {
    expect(
      debugged(`Lead l = new Lead(LastName = 'Ada', FirstName = 'X', Company = 'A'); insert as system l;
        Lead r = [SELECT Name, Green__c, Status, OwnerId, CreatedDate FROM Lead WHERE Id = :l.Id WITH SYSTEM_MODE];
        System.debug(r.Name + r.Green__c + r.Status + (r.OwnerId == UserInfo.getUserId()) + (r.CreatedDate == System.now()));`),
    ).toEqual(['X AdafalseOpen - Not Contactedtruetrue']);
  });

  it('fails as a whole, with the row and the status', () => {
    expect(
      failureOf(
        "insert as system new List<Lead>{ new Lead(LastName = 'a', Company = 'b'), new Lead(LastName = 'x') };",
      ),
    ).toBe(
      'DmlException: Insert failed. First exception on row 1; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Company]: [Company]',
    );
    expect(
      debugged(`try { insert as system new List<Lead>{ new Lead(LastName = 'a', Company = 'b'), new Lead(LastName = 'x') }; } catch (DmlException e) { }
        System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual(['0']);
  });

  it('saves what it can if not all or none', () => {
    expect(
      debugged(`List<Database.SaveResult> r = Database.insert(
          new List<Lead>{ new Lead(LastName = 'a', Company = 'b'), new Lead(LastName = 'x') }, false, AccessLevel.SYSTEM_MODE);
        System.debug(r[0].isSuccess() + ' ' + r[1].isSuccess() + ' ' + r[1].getErrors()[0].getStatusCode());
        System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual(['true false REQUIRED_FIELD_MISSING', '1']);
  });

  it('keeps fields that an update does not name', () => {
    expect(
      debugged(`${LEADS} Id i = [SELECT Id FROM Lead WHERE LastName = 'Ada' WITH SYSTEM_MODE].Id; update as system new Lead(Id = i, Title = 'T');
      Lead l = [SELECT Title, Company FROM Lead WHERE Id = :i WITH SYSTEM_MODE]; System.debug(l.Title + l.Company);`),
    ).toEqual(['TA']);
  });

  it('rejects rows by the rules of the org', () => {
    const rules = { validate: () => ({ message: 'No.', fields: ['Email'] }) };
    expect(failureOf("insert as system new Lead(LastName = 'a', Company = 'b');", { rules })).toContain(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION, No.: [Email]',
    );
  });

  it('blocks duplicates unless the options allow them', () => {
    const rules = { isDuplicate: () => true };
    const insert = (
      allow: boolean,
    ): string => `Database.DMLOptions o = new Database.DMLOptions(); o.optAllOrNone = true;
      o.duplicateRuleHeader.allowSave = ${allow}; Database.insert(new Lead(LastName = 'a', Company = 'b'), o, AccessLevel.SYSTEM_MODE);`;
    expect(failureOf(insert(false), { rules })).toContain('DUPLICATES_DETECTED');
    expect(failureOf(insert(true), { rules })).toBeNull();
  });

  it('undoes changes by a savepoint', () => {
    expect(
      debugged(
        `Savepoint s = Database.setSavepoint(); ${LEADS} Database.rollback(s); System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`,
      ),
    ).toEqual(['0']);
  });

  it('does not update a converted lead', () => {
    expect(
      failureOf(`${LEADS} Lead l = [SELECT Id FROM Lead WITH SYSTEM_MODE LIMIT 1]; Database.LeadConvert c = new Database.LeadConvert();
      c.setLeadId(l.Id); c.setConvertedStatus('Closed - Converted'); Database.convertLead(c); update as system l;`),
    ).toContain('CANNOT_UPDATE_CONVERTED_LEAD');
  });

  it('refuses setup objects and others in one transaction, and runAs separates them', () => {
    const user =
      "new User(Username = 'x@example.com', LastName = 'x', Alias = 'x', Email = 'x@example.com', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US', LocaleSidKey = 'en_US', TimeZoneSidKey = 'UTC', ProfileId = UserInfo.getProfileId())";
    const set = "new PermissionSet(Name = 'x', Label = 'x')";
    expect(failureOf(`${LEADS} insert as system ${set};`)).toContain('MIXED_DML_OPERATION');
    expect(
      failureOf(`${LEADS} System.runAs(new User(Id = UserInfo.getUserId())) { insert as system ${set}; }`),
    ).toBeNull();
    // A user without a role may be inserted with other objects.
    expect(failureOf(`${LEADS} insert as system ${user};`)).toBeNull();
  });
});

describe('triggers', () => {
  const trigger = (events: string, body: string): { files: Record<string, string> } => ({
    files: { 'T.trigger': `trigger T on Lead(${events}) { ${body} }` },
  });

  it('change records before the save', () => {
    const sources = trigger('before insert', "for (Lead l : Trigger.new) { l.Title = 'set'; }");
    expect(
      debugged(`${LEADS} System.debug([SELECT Title FROM Lead WITH SYSTEM_MODE LIMIT 1].Title);`, sources),
    ).toEqual(['set']);
  });

  it('see old and new values, at most 200 records at a time', () => {
    const sources = trigger(
      'after insert, after update',
      "System.debug(Trigger.size + ' ' + Trigger.isUpdate + ' ' + (Trigger.isUpdate ? Trigger.oldMap.get(Trigger.new[0].Id).Company + Trigger.new[0].Company : ''));",
    );
    expect(
      debugged(
        `List<Lead> l = new List<Lead>(); for (Integer i = 0; i < 250; i++) { l.add(new Lead(LastName = 'x', Company = 'old')); } insert as system l;
        update as system new Lead(Id = l[0].Id, Company = 'new');`,
        sources,
      ),
    ).toEqual(['200 false ', '50 false ', '1 true oldnew']);
  });

  it('reject records by addError and by exceptions', () => {
    expect(failureOf(LEADS, trigger('before insert', "Trigger.new[0].addError('no');"))).toContain(
      'first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, no',
    );
    expect(failureOf(LEADS, trigger('after insert', 'Integer i = 1 / 0;'))).toContain(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    );
  });
});

describe('rights', () => {
  const USER = `User u; System.runAs(new User(Id = UserInfo.getUserId())) {
    u = new User(Username = 'x@example.com', LastName = 'x', Alias = 'x', Email = 'x@example.com', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US',
      LocaleSidKey = 'en_US', TimeZoneSidKey = 'UTC', ProfileId = [SELECT Id FROM Profile WHERE Name = 'Standard User' WITH SYSTEM_MODE].Id);
    insert as system u; }`;
  const asUser = (body: string): string => `${LEADS} ${USER} System.runAs(u) { ${body} }`;
  const privateLeads = { rules: { sharing: { Lead: 'private' as const } } };

  it('hide other people’s leads in user mode if leads are private', () => {
    const count = (mode: string): string => `System.debug([SELECT COUNT() FROM Lead WITH ${mode}]);`;
    expect(debugged(asUser(count('USER_MODE')), privateLeads)).toEqual(['0']);
    expect(debugged(asUser(count('USER_MODE')))).toEqual(['3']);
  });

  it('leave sharing to the class in system mode', () => {
    const files = {
      'Without.cls':
        'public without sharing class Without { public static Integer n() { return [SELECT COUNT() FROM Lead WITH SYSTEM_MODE]; } }',
      'Own.cls':
        'public class Own { public static Integer n() { return [SELECT COUNT() FROM Lead WITH SYSTEM_MODE]; } }',
    };
    expect(debugged(asUser("System.debug(Without.n() + ' ' + Own.n());"), { ...privateLeads, files })).toEqual(['3 0']);
  });

  it('make a custom field unknown in user mode, and permission sets grant it', () => {
    const read = 'System.debug([SELECT Fleet_Size__c FROM Lead WITH USER_MODE].size());';
    expect(failureOf(asUser(read))).toContain("QueryException: No such column 'Fleet_Size__c' on entity 'Lead'.");
    const grant = `System.runAs(new User(Id = UserInfo.getUserId())) { insert as system new PermissionSetAssignment(AssigneeId = u.Id,
      PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = 'Fleet' WITH SYSTEM_MODE].Id); }`;
    expect(
      debugged(
        `${LEADS} ${USER} ${grant} System.runAs(u) { ${read} System.debug(Schema.SObjectType.Lead.fields.getMap().get('Fleet_Size__c').getDescribe().isUpdateable()); }`,
      ),
    ).toEqual(['3', 'false']);
  });

  it('refuse DML in user mode', () => {
    expect(failureOf(asUser("insert as user new Lead(LastName = 'a', Company = 'b', Fleet_Size__c = 1);"))).toContain(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
    expect(failureOf(asUser("insert new Lead(LastName = 'a', Company = 'b');"))).toBeNull();
  });
});

describe('custom metadata', () => {
  it('is read without a query', () => {
    expect(
      debugged(
        "System.debug(Limit__mdt.getInstance('Default').Maximum__c + ' ' + Limit__mdt.getAll().size() + ' ' + Limits.getQueries());",
      ),
    ).toEqual(['7 1 0']);
    expect(debugged("System.debug(Limit__mdt.getInstance('Nope'));")).toEqual(['null']);
  });
});
