import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OPTIONAL_PARTS } from '../../org/schema/package-metadata.ts';
import { readSourcePackage } from '../source-package.ts';
import { parseXml } from '../xml.ts';
import { checkFlow } from './check-flow.ts';
import { World } from './world.ts';

const PACKAGE = fileURLToPath(new URL('../../../../../force-app', import.meta.url));
const FLOW = readFileSync(join(PACKAGE, 'routing/flows/Leadlight_Route_Leads.flow-meta.xml'), 'utf8');
const world = new World(new DatabaseSync(':memory:'), readSourcePackage(PACKAGE, undefined, OPTIONAL_PARTS));

/** The problems of the package's flow after a change. */
function problemsAfter(from: string | RegExp, to: string): readonly string[] {
  const text = FLOW.replace(from, to);
  expect(text).not.toBe(FLOW);
  const body = parseXml(text);
  const component = { type: 'Flow', fullName: 'Leadlight_Route_Leads', fileName: '', body, files: {} };
  return checkFlow(component, world).map(({ message }) => message);
}

describe('checkFlow', () => {
  it('accepts the flow of the package', () => {
    expect(problemsAfter('<label>Leadlight: route leads</label>', '<label>Another name</label>')).toEqual([]);
  });

  it.each([
    ['a connector to nothing', /(<targetReference>)Save_Reason/, '$1No_Such_Step', /leads to No_Such_Step/],
    ['a step that nothing leads to', /(<targetReference>)Save_Reason/, '$1Keep_Fault', /Save_Reason is not connected/],
    ['a name that is used twice', '<name>Save_Reason</name>', '<name>Team</name>', /Team is used more than once/],
    ['a class that is not there', '<actionName>RouteLeadsAction', '<actionName>NoSuchAction', /no invocable method/],
    ['an input of another name', '<name>team</name>', '<name>group</name>', /The input team is required/],
    [
      'an input of another type',
      '<booleanValue>false</booleanValue>',
      '<stringValue>no</stringValue>',
      /type boolean is needed/,
    ],
    [
      'an output that the action does not have',
      'Route_Lead.saveOutcome',
      'Route_Lead.isNew',
      /nothing named Route_Lead.isNew/,
    ],
    ['a constant that is not there', '<elementReference>Queue<', '<elementReference>Line<', /nothing named Line/],
    ['a field that is not there', '$Record.Id', '$Record.Identity', /nothing named \$Record.Identity/],
    ['an unknown field of a condition', '<field>IsConverted<', '<field>IsClosed<', /IsClosed of Lead does not exist/],
    ['an unknown field to write', '<field>OwnerId<', '<field>Owner<', /Owner of Lead does not exist/],
    [
      'a value of another type',
      '$Flow.CurrentDateTime</el',
      '$Flow.FaultMessage</el',
      /type datetime is needed, not text/,
    ],
    ['a value that a picklist lacks', '<stringValue>refused<', '<stringValue>denied<', /denied is no value/],
    [
      'a condition of another type',
      '<stringValue>assigned</stringValue>',
      '<numberValue>1</numberValue>',
      /type text is needed/,
    ],
    ['an asynchronous path before the save', 'RecordAfterSave', 'RecordBeforeSave', /needs the trigger type/],
    [
      'an asynchronous path for every update',
      '<operator>IsChanged',
      '<operator>IsNull',
      /needs a condition on a change/,
    ],
    ['an asynchronous path with a time', '<pathType>', '<offsetNumber>1</offsetNumber><pathType>', /no offsetNumber/],
  ])('rejects %s', (_name, from, to, message) => {
    expect(problemsAfter(from, to).join('\n')).toMatch(message);
  });
});
