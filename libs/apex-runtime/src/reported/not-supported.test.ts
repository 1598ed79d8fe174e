import { describe, expect, it } from 'vitest';
import { runTest } from '../testing/run-apex.ts';

/** What an error says where the runtime does not know something: the file, the line and the name. */
const error = (body: string): string => {
  try {
    return runTest(body).failure ?? 'no error';
  } catch (thrown) {
    return (thrown as Error).message;
  }
};

/** Issues of octoberswimmer/aer-dist about what this runtime does not support; the numbers are theirs, the code is our own. */
describe('not supported, with an error that names the place', () => {
  it.each([
    [
      '#17',
      'child relationships in descriptions',
      'Account.SObjectType.getDescribe().getChildRelationships();',
      'getChildRelationships',
    ],
    [
      '#56',
      'aliases of objects',
      'List<Contact> c = [SELECT c.LastName FROM Contact c, Contact.Account a];',
      'object in FROM',
    ],
    [
      '#64',
      'stubs of queries',
      'Test.createStubQueryRow(Contact.SObjectType, new Map<String, Object>());',
      'createStubQueryRow',
    ],
    [
      '#70',
      'aliases of objects in FROM',
      'List<Contact> c = [SELECT a.Name FROM Contact c, c.Account a];',
      'object in FROM',
    ],
    ['#93', 'Order', 'List<SObject> o = [SELECT Id FROM Order];', 'There is no object Order'],
    ['#101', 'MailMergeTemplate', 'SObject o = new MailMergeTemplate();', 'There is no type MailMergeTemplate'],
    [
      '#103',
      'Invocable.Action',
      "Invocable.Action a = Invocable.Action.createCustomAction('apex', 'X');",
      'Invocable.Action',
    ],
    ['#139', 'System.Address', 'System.Address a;', 'There is no type System.Address'],
    ['#167', 'errors of Invocable.Action', 'List<Invocable.Action.Result> r;', 'Invocable.Action.Result'],
    ['#336', 'ConnectApi', "Object o = ConnectApi.Knowledge.getTrendingArticlesForTopic('1', '2', 5);", 'ConnectApi'],
    ['#341', 'AIJobRun', 'insert new AIJobRun();', 'There is no type AIJobRun'],
    [
      '#372',
      'errors of stubbed rows',
      'Test.createStubQueryRows(Contact.SObjectType, new List<Map<String, Object>>());',
      'createStubQueryRows',
    ],
    ['#377', 'batches in the flex queue', 'Test.enqueueBatchJobs(1);', 'enqueueBatchJobs'],
    ['#394', 'the order of the flex queue', 'Test.getFlexQueueOrder();', 'getFlexQueueOrder'],
    ['#417', 'Territory2', 'Territory2 t;', 'There is no type Territory2'],
    [
      '#449',
      'permission set groups',
      'List<PermissionSetGroup> g = [SELECT Id FROM PermissionSetGroup];',
      'PermissionSetGroup',
    ],
    [
      '#457',
      'UserPermissionAccess',
      'List<SObject> a = [SELECT Id FROM UserPermissionAccess];',
      'UserPermissionAccess',
    ],
    [
      '#468',
      'permissions of profiles beyond those of all data',
      'List<PermissionSet> p = [SELECT PermissionsModifyMetadata FROM PermissionSet];',
      'PermissionsModifyMetadata',
    ],
    [
      '#487',
      'flows',
      "Flow.Interview i = Flow.Interview.createInterview('X', new Map<String, Object>());",
      'Flow.Interview',
    ],
    ['#506', 'flow orchestration', 'FlowOrchestrationWorkItem w;', 'There is no type FlowOrchestrationWorkItem'],
    ['#508', 'User.MiddleName', "User u = new User(MiddleName = 'x');", 'User has no field MiddleName'],
  ])('%s %s', (_number, _what, body, name) => {
    const message = error(body);
    expect(message).toMatch(/^MainTest\.cls:\d+: /);
    expect(message).toContain(name);
  });
});
