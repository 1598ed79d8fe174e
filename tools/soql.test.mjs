import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSoql } from './metadata/soql.mjs';

const faultsIn = (code) =>
  checkSoql(
    new Map([
      ['objects/Lead/fields/Leadlight_Score__c.field-meta.xml', ''],
      ['classes/Any.cls', code],
    ]),
  ).faults;
const isOfMode = (fault) => /_MODE|as system/.test(fault);
const faultsOf = (query) => faultsIn(`List<Lead> leads = [${query}];`).filter((fault) => !isOfMode(fault));

test('checkSoql accepts fields of the package and of the platform in every clause', () => {
  assert.deepEqual(
    faultsOf(
      'SELECT Id, Leadlight_Score__c FROM Lead WHERE Id IN :ids AND isConverted = FALSE WITH USER_MODE ORDER BY Leadlight_Score__c DESC NULLS LAST, Name LIMIT 1',
    ),
    [],
  );
  assert.deepEqual(
    faultsOf('SELECT LeadSource source, COUNT(Id) leads FROM Lead GROUP BY LeadSource ORDER BY LeadSource'),
    [],
  );
});

for (const [where, query] of [
  ['selected', 'SELECT Id, Leadlight_Scor__c FROM Lead'],
  ['compared', 'SELECT Id FROM Lead WHERE Leadlight_Scor__c != NULL'],
  ['ordered by', 'SELECT Id FROM Lead ORDER BY Leadlight_Scor__c DESC'],
  ['grouped by', 'SELECT COUNT(Id) leads FROM Lead GROUP BY Leadlight_Scor__c'],
  ['counted', 'SELECT COUNT(Leadlight_Scor__c) leads FROM Lead'],
])
  test(`checkSoql reports an unknown field that is ${where}`, () => {
    assert.deepEqual(faultsOf(query), ['classes/Any.cls: SOQL reads Lead.Leadlight_Scor__c, an unknown field']);
  });

test('checkSoql reports a field of another object', () => {
  assert.equal(faultsOf('SELECT CronExpression FROM Lead').length, 1);
});

test('checkSoql reports a query without a mode, even with an indexed bind variable', () => {
  const faults = faultsIn(
    `for (Lead each : [SELECT Id FROM Lead WHERE Id = :leads[0].Id]) {}
     Lead one = [SELECT Id FROM Lead WHERE Id = :leads[0].Id WITH SYSTEM_MODE LIMIT 1];
     Lead other = [SELECT Id FROM Lead WITH USER_MODE LIMIT 1];`,
  );
  assert.deepEqual(faults, ['classes/Any.cls: SOQL on Lead has neither USER_MODE nor SYSTEM_MODE']);
});

test('checkSoql reports a DML statement without a mode', () => {
  const faults = faultsIn('  insert leads;\n  insert as system leads;\n  update as user new Lead(Id = id);\n');
  assert.deepEqual(faults, ['classes/Any.cls: "insert leads;" has neither "as user" nor "as system"']);
});
