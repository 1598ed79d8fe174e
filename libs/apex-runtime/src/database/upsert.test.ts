import { describe, expect, it } from 'vitest';
import type { FieldMetadata } from './metadata.ts';
import { debugged, failureOf, METADATA, runTest, type Sources } from '../testing/run-apex.ts';

const key = (name: string, marks: Partial<FieldMetadata>): FieldMetadata => ({
  name,
  label: name,
  type: 'Text',
  length: 20,
  ...marks,
});

const FIELDS = [
  key('Key__c', { externalId: true, unique: true }),
  key('Exact__c', { externalId: true, unique: true, caseSensitive: true }),
  key('Loose__c', { externalId: true }),
  key('Plain__c', {}),
];

const METADATA_WITH_KEYS = {
  ...METADATA,
  objects: METADATA.objects.map((object) =>
    object.name === 'Lead' ? { ...object, fields: [...object.fields, ...FIELDS] } : object,
  ),
};

const ORG: Sources = { metadata: METADATA_WITH_KEYS };
const LEAD = "new Lead(LastName = 'Doe', Company = 'Acme'";
const shown = (body: string, files: Record<string, string> = {}): string[] => debugged(body, { ...ORG, files });
const failure = (body: string): string | null => failureOf(body, ORG);

describe('upsert by an external id', () => {
  it('inserts what no record has, updates what one has, and sets both ids', () => {
    expect(
      shown(`Lead old = ${LEAD}, Key__c = 'a'); insert as system old;
        List<Lead> rows = new List<Lead>{ ${LEAD}, Key__c = 'a', Title = 'CEO'), ${LEAD}, Key__c = 'b') };
        upsert as system rows Key__c;
        System.debug(rows[0].Id == old.Id); System.debug(rows[1].Id != null);
        System.debug([SELECT Title FROM Lead WHERE Id = :old.Id WITH SYSTEM_MODE].Title);
        System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual(['true', 'true', 'CEO', '2']);
  });

  it('reads the key as Lead.Fields.Key__c too, and a standard field with the attribute idLookup', () => {
    expect(
      shown(`upsert as system ${LEAD}, Key__c = 'a') Lead.Fields.Key__c; upsert as system ${LEAD}, Key__c = 'a') Lead.Key__c;
        upsert as system ${LEAD}, Email = 'a@b.example') Email; upsert as system ${LEAD}, Email = 'A@b.example') Email;
        System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual(['2']);
  });

  it.each([
    ['Key__c', 'ignores case in a unique field that does', '1'],
    ['Exact__c', 'respects case in a unique field that does', '2'],
    ['Loose__c', 'respects case in a field that is not unique', '2'],
  ])('by %s %s', (name, _rule, leads) => {
    expect(
      shown(`upsert as system ${LEAD}, ${name} = 'abc') ${name}; upsert as system ${LEAD}, ${name} = 'ABC') ${name};
        System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual([leads]);
  });

  it('fails where several records have the key', () => {
    expect(
      failure(`insert as system new List<Lead>{ ${LEAD}, Loose__c = 'a'), ${LEAD}, Loose__c = 'a') };
        upsert as system ${LEAD}, Loose__c = 'a') Loose__c;`),
    ).toMatch(
      /^DmlException: Upsert failed\. First exception on row 0; first error: DUPLICATE_EXTERNAL_ID, More than one record found for external id field: \[00Q\w+, 00Q\w+\]: \[Loose__c\]$/,
    );
  });

  it('fails for all rows of a list with the same key, in each 200 rows', () => {
    const rows = (count: number): string => `List<Lead> rows = new List<Lead>();
      for (Integer i = 0; i < ${count}; i++) rows.add(${LEAD}, Key__c = String.valueOf(i)));
      rows.add(${LEAD}, Key__c = '0'));`;
    expect(failure(`${rows(199)} upsert as system rows Key__c;`)).toContain(
      'on row 0; first error: DUPLICATE_VALUE, Duplicate external id specified: 0: [Key__c]',
    );
    expect(
      shown(`${rows(200)} upsert as system rows Key__c; System.debug([SELECT COUNT() FROM Lead WITH SYSTEM_MODE]);`),
    ).toEqual(['200']);
  });

  it('fails without a key, and for the id of another record', () => {
    expect(failure(`upsert as system ${LEAD}) Key__c;`)).toContain('MISSING_ARGUMENT, Key__c not specified');
    expect(
      failure(`Lead one = ${LEAD}, Key__c = 'a'); insert as system one; Lead two = ${LEAD}); insert as system two;
        two.Key__c = 'a'; upsert as system two Key__c;`),
    ).toContain('INVALID_FIELD_FOR_INSERT_UPDATE');
    expect(
      failure(`Lead one = ${LEAD}); insert as system one; one.Key__c = 'a'; upsert as system one Key__c;`),
    ).toContain('cannot specify Id in an insert call');
  });

  it('fires the triggers of inserts and of updates, for their own rows', () => {
    const trigger = `trigger Watch on Lead (before insert, before update, after insert, after update) {
      System.debug(Trigger.operationType + ' ' + Trigger.new.size()); }`;
    const files = { 'Watch.trigger': trigger };
    expect(
      shown(
        `insert as system ${LEAD}, Key__c = 'a');
        upsert as system new List<Lead>{ ${LEAD}, Key__c = 'a'), ${LEAD}, Key__c = 'b'), ${LEAD}, Key__c = 'c') } Key__c;`,
        files,
      ).slice(2),
    ).toEqual(['BEFORE_INSERT 2', 'AFTER_INSERT 2', 'BEFORE_UPDATE 1', 'AFTER_UPDATE 1']);
  });

  it('takes everything back if one row fails, ids of new rows included', () => {
    expect(
      shown(`insert as system ${LEAD}, Key__c = 'a');
        List<Lead> rows = new List<Lead>{ ${LEAD}, Key__c = 'a', Title = 'CEO'), ${LEAD}, Key__c = 'b'), new Lead(Key__c = 'c') };
        try { upsert as system rows Key__c; } catch (DmlException e) {
          System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlType(0) + ' ' + e.getDmlStatusCode(0));
          System.debug(e.getDmlFieldNames(0)); System.debug(e.getDmlFields(0)[0] == Lead.LastName); }
        System.debug(rows[0].Id + ' ' + rows[1].Id);
        System.debug([SELECT COUNT() FROM Lead WHERE Title = 'CEO' OR Key__c = 'b' WITH SYSTEM_MODE]);`),
    ).toEqual(['1 2 REQUIRED_FIELD_MISSING REQUIRED_FIELD_MISSING', '(LastName, Company)', 'true', 'null null', '0']);
  });

  it('is rejected by a field that is no key, by one that is unknown, and of records without a type', () => {
    const rejected = (body: string) => (): unknown => runTest(body, ORG);
    expect(rejected(`upsert as system ${LEAD}) Plain__c;`)).toThrow(
      'Invalid field for upsert, must be an External Id custom or standard indexed field: Plain__c',
    );
    expect(rejected(`upsert as system ${LEAD}) Nothing__c;`)).toThrow('Lead has no Nothing__c');
    expect(rejected(`List<SObject> rows = new List<SObject>(); upsert as system rows Key__c;`)).toThrow(
      'Upsert with a field specification requires a concrete SObject type',
    );
  });
});

describe('Database.upsert', () => {
  it('saves what it can and says of each row whether it is new', () => {
    expect(
      shown(`insert as system ${LEAD}, Key__c = 'a');
        List<Lead> rows = new List<Lead>{ ${LEAD}, Key__c = 'a'), ${LEAD}, Key__c = 'b'), new Lead(Key__c = 'c') };
        for (Database.UpsertResult result : Database.upsert(rows, Lead.Fields.Key__c, false, AccessLevel.SYSTEM_MODE))
          System.debug(result.isSuccess() + ' ' + result.isCreated() + ' ' + result.getErrors().size());`),
    ).toEqual(['true false 0', 'true true 0', 'false false 1']);
  });

  it('without a key inserts and updates rows of one list by their ids', () => {
    expect(
      shown(`Lead old = ${LEAD}); insert as system old;
        List<Lead> rows = new List<Lead>{ ${LEAD}), old };
        for (Database.UpsertResult result : Database.upsert(rows, true, AccessLevel.SYSTEM_MODE)) System.debug(result.isCreated());`),
    ).toEqual(['true', 'false']);
  });

  it('rejects a field that is no key, and a list without a type', () => {
    expect(failure(`Database.upsert(${LEAD}), Lead.Plain__c, true, AccessLevel.SYSTEM_MODE);`)).toContain(
      'TypeException: Invalid field for upsert',
    );
    expect(
      failure(`List<SObject> rows = new List<SObject>{ ${LEAD}, Key__c = 'a') };
        Database.upsert(rows, Lead.Key__c, true, AccessLevel.SYSTEM_MODE);`),
    ).toContain('requires a concrete SObject type');
  });
});

describe('one record twice in a list', () => {
  it('cannot be inserted or upserted', () => {
    expect(failure(`Lead one = ${LEAD}); insert as system new List<Lead>{ one, one };`)).toContain(
      'ListException: Before Insert or Upsert list must not have two identically equal elements',
    );
  });

  it('cannot be updated', () => {
    expect(
      failure(`Lead one = ${LEAD}); insert as system one;
        update as system new List<Lead>{ new Lead(Id = one.Id), new Lead(Id = one.Id) };`),
    ).toContain('ListException: Duplicate id in list: 00Q');
  });
});

describe('fields of a schema', () => {
  it('say whether they are external ids and whether upsert matches by them', () => {
    expect(
      shown(`for (SObjectField field : new List<SObjectField>{ Lead.Key__c, Lead.Plain__c, Lead.Email, Lead.Id }) {
        DescribeFieldResult one = field.getDescribe(); System.debug(one.isExternalId() + ' ' + one.isIdLookup()); }`),
    ).toEqual(['true true', 'false false', 'false true', 'false true']);
  });
});
