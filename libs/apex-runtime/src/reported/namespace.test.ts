import { describe, expect, it } from 'vitest';
import { debugged, failureOf, valueOf } from '../testing/run-apex.ts';

const namespace = 'acme';

/** Issues of octoberswimmer/aer-dist about orgs with a namespace; the numbers are theirs, the code is our own. */
describe('a namespace as users of aer-dist reported it', () => {
  it('#109 gives the local name of a custom object without the prefix', () => {
    expect(valueOf('Limit__mdt.SObjectType.getDescribe().getLocalName()', { namespace })).toBe('Limit__mdt');
    expect(valueOf('Limit__mdt.SObjectType.getDescribe().getName()', { namespace })).toBe('acme__Limit__mdt');
  });

  it('#110 keys custom metadata by the name of the record without the prefix', () => {
    expect(valueOf("Limit__mdt.getAll().containsKey('Default')", { namespace })).toBe('true');
    expect(valueOf("Limit__mdt.getInstance('Default').Maximum__c", { namespace })).toBe('7');
  });

  it('#126 gives the class of a custom object with the prefix', () => {
    expect(valueOf('String.valueOf(Limit__mdt.class)', { namespace })).toBe('acme__Limit__mdt');
  });

  it('#320 starts the message of a limit with the namespace', () => {
    const body = 'for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Lead]; }';
    expect(failureOf(body, { namespace })).toBe('LimitException: acme: Too many SOQL queries: 101');
  });

  it('#439 finds a class by namespace and qualified name', () => {
    const files = { 'Top.cls': 'public class Top { public class Nested { } }' };
    expect(
      debugged(
        `System.debug(Top.class.getName()); System.debug(Type.forName('acme', Top.class.getName()));
        System.debug(Type.forName('acme', Top.Nested.class.getName())); System.debug(Type.forName('Top'));`,
        { files, namespace },
      ),
    ).toEqual(['acme.Top', 'acme.Top', 'acme.Top.Nested', 'acme.Top']);
  });

  it('reads and writes custom fields with and without the prefix', () => {
    expect(
      debugged(
        `Lead l = new Lead(LastName = 'a', Company = 'b', Fleet_Size__c = 3); insert as system l;
        Lead found = [SELECT Fleet_Size__c FROM Lead WHERE Fleet_Size__c = 3 WITH SYSTEM_MODE];
        System.debug(found.get('Fleet_Size__c')); System.debug(found.get('acme__Fleet_Size__c'));
        System.debug(found.isSet('Fleet_Size__c')); System.debug(found.getPopulatedFieldsAsMap().keySet());
        System.debug(Lead.SObjectType.getDescribe().fields.getMap().containsKey('fleet_size__c'));`,
        { namespace },
      ),
    ).toEqual(['3', '3', 'true', '{Id, acme__Fleet_Size__c}', 'true']);
  });
});
