import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../../testing/index.ts';

const org = useTestOrg({ leads: 20, packageFolder: undefined });

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const metadata = (root: string, inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">\n${inner}\n</${root}>\n`;
const CODE = metadata('ApexClass', '<apiVersion>68.0</apiVersion><status>Active</status>');

type Members = Readonly<Record<string, readonly string[]>>;

const manifest = (members: Members): string =>
  metadata(
    'Package',
    Object.entries(members)
      .map(
        ([name, list]) =>
          `<types>${list.map((each) => `<members>${each}</members>`).join('')}<name>${name}</name></types>`,
      )
      .join('') + '<version>68.0</version>',
  );

interface Message {
  readonly fullName: string;
  readonly componentType: string;
  readonly problem?: string;
  readonly problemType?: string;
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

interface Result {
  readonly id: string;
  readonly done: boolean;
  readonly success: boolean;
  readonly status: string;
  readonly errorMessage?: string;
  readonly numberComponentErrors: number;
  readonly details: {
    readonly componentFailures: readonly Message[];
    readonly componentSuccesses: readonly Message[];
    readonly runTestResult: {
      readonly numTestsRun: number;
      readonly failures: readonly { message: string; methodName: string }[];
      readonly codeCoverageWarnings: readonly { name?: string; message: string }[];
    };
  };
}

const deploy = (files: Readonly<Record<string, string>>, options: object = {}): Promise<Result> =>
  deployZip(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))), options);

async function deployZip(zip: Uint8Array, options: object = {}): Promise<Result> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(zip)], { type: 'application/zip' }), 'package.zip');
  const deployOptions = { rollbackOnError: true, singlePackage: true, ...options };
  form.append('entity_content', new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }));
  const url = `${org.server.listening}/services/data/v68.0/metadata/deployRequest`;
  const headers = { authorization: `Bearer ${org.accessToken}` };
  const started = (await (await fetch(url, { method: 'POST', headers, body: form })).json()) as { id: string };
  for (;;) {
    const { deployResult } = (await (await fetch(`${url}/${started.id}?includeDetails=true`, { headers })).json()) as {
      deployResult: Result;
    };
    if (deployResult.done) return deployResult;
  }
}

const problems = ({ details }: Result): readonly (string | undefined)[] =>
  details.componentFailures.map(({ problem }) => problem);

const field = (name: string, inner: string): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label>${inner}</fields>`;
const leadFields = (fields: Readonly<Record<string, string>>) => ({
  'package.xml': manifest({ CustomField: Object.keys(fields).map((name) => `Lead.${name}`) }),
  'objects/Lead.object': metadata(
    'CustomObject',
    Object.entries(fields)
      .map(([name, inner]) => field(name, inner))
      .join(''),
  ),
});
const TEXT = '<type>Text</type><length>20</length>';

const classes = (sources: Readonly<Record<string, string>>) => ({
  'package.xml': manifest({ ApexClass: Object.keys(sources) }),
  ...Object.fromEntries(
    Object.entries(sources).flatMap(([name, source]) => [
      [`classes/${name}.cls`, source],
      [`classes/${name}.cls-meta.xml`, CODE],
    ]),
  ),
});

const soql = async (text: string) => (await org.connection.query<Record<string, unknown>>(text)).records;

describe('a deployment', () => {
  it('adds a field to leads, and its removal takes the values along', async () => {
    expect((await deploy(leadFields({ Region__c: TEXT }))).status).toBe('Succeeded');
    const [{ Id }] = (await soql('SELECT Id FROM Lead WHERE IsConverted = FALSE LIMIT 1')) as [{ Id: string }];
    await org.connection.sobject('Lead').update({ Id, Region__c: 'North' });
    expect(await soql("SELECT Id FROM Lead WHERE Region__c = 'North'")).toHaveLength(1);
    const changes = {
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ CustomField: ['Lead.Region__c'] }),
    };
    expect((await deploy(changes)).status).toBe('Succeeded');
    await expect(soql('SELECT Region__c FROM Lead')).rejects.toThrow('No such column');
    await deploy(leadFields({ Region__c: TEXT }));
    expect(await soql('SELECT Id FROM Lead WHERE Region__c != NULL')).toHaveLength(0);
  });

  it('that only validates saves nothing', async () => {
    expect((await deploy(leadFields({ Checked__c: TEXT }), { checkOnly: true })).status).toBe('Succeeded');
    await expect(soql('SELECT Checked__c FROM Lead')).rejects.toThrow('No such column');
  });

  it('saves nothing after an error, or without rollback what has none', async () => {
    const files = leadFields({ Good__c: TEXT, Bad__c: '<type>Text</type>' });
    const rolledBack = await deploy(files);
    expect(rolledBack).toMatchObject({ status: 'Failed', success: false, numberComponentErrors: 1 });
    expect(problems(rolledBack)).toEqual(["Must specify 'length' for a CustomField of type Text"]);
    await expect(soql('SELECT Good__c FROM Lead')).rejects.toThrow('No such column');
    expect((await deploy(files, { rollbackOnError: false })).status).toBe('SucceededPartial');
    expect(await soql('SELECT Good__c FROM Lead LIMIT 1')).toHaveLength(1);
  });

  it('warns of what it deletes and does not find', async () => {
    const changes = { 'package.xml': manifest({}), 'destructiveChangesPost.xml': manifest({ CustomTab: ['Nowhere'] }) };
    const { status, details } = await deploy(changes);
    expect(status).toBe('Succeeded');
    expect(details.componentSuccesses).toContainEqual(
      expect.objectContaining({ problemType: 'Warning', problem: 'No CustomTab named: Nowhere found' }),
    );
  });

  it('fails for a zip file that cannot be read, and for one without package.xml', async () => {
    expect((await deployZip(strToU8('no zip file'))).errorMessage).toBe('The zip file cannot be read.');
    expect((await deploy({ 'classes/A.cls': 'x' })).errorMessage).toBe('No package.xml found');
  });
});

const tab = (inner: string) => ({
  'package.xml': manifest({ CustomTab: ['Faulty'] }),
  'tabs/Faulty.tab': metadata('CustomTab', inner),
});

describe('a deployment is refused for', () => {
  it.each([
    ['an unknown type', { 'package.xml': manifest({ Layout: ['Faulty'] }) }, 'The type Layout is unknown to this org.'],
    [
      'a member without a file',
      { 'package.xml': manifest({ CustomTab: ['Faulty'] }) },
      "An object 'Faulty' of type CustomTab was named in package.xml, but was not found in zipped directory",
    ],
    [
      'a file that is not in package.xml',
      { ...tab('<label>x</label>'), 'package.xml': manifest({}) },
      'Not in package.xml',
    ],
    [
      'an unknown element',
      tab('<label>x</label><colour>red</colour>'),
      `Error parsing file: Element {${NAMESPACE}}colour invalid at this location in type CustomTab`,
    ],
    [
      'a value that is no boolean',
      tab('<customObject>yes</customObject>'),
      "'yes' is not a valid value for the type xsd:boolean",
    ],
    [
      'an element that occurs twice',
      tab('<label>x</label><label>y</label>'),
      'Error parsing file: Element label is duplicated at this location in type CustomTab',
    ],
    [
      'XML that is not well-formed',
      tab('<label>x</labl>'),
      "Error parsing file: Expected closing tag 'label' (opened in line 3, col 1) instead of closing tag 'labl'.",
    ],
    [
      'a missing reference',
      tab('<flexiPage>Nowhere</flexiPage>'),
      'In field: flexiPage - no FlexiPage named Nowhere found',
    ],
    [
      'a missing required element',
      {
        'package.xml': manifest({ NamedCredential: ['N'] }),
        'namedCredentials/N.namedCredential': metadata('NamedCredential', ''),
      },
      'Required field is missing: label',
    ],
    [
      'an unknown value of an enumeration',
      leadFields({ Odd__c: '<type>Colour</type>' }),
      "'Colour' is not a valid value for the enum 'FieldType'",
    ],
    [
      'a lookup to an unknown object',
      leadFields({
        Odd__c: '<type>Lookup</type><referenceTo>Planet__c</referenceTo><relationshipName>Odd</relationshipName>',
      }),
      'In field: referenceTo - no CustomObject named Planet__c found',
    ],
  ])('%s', async (_what, files, problem) => {
    const result = await deploy(files as Record<string, string>);
    expect(result.status).toBe('Failed');
    expect(problems(result)).toContain(problem);
  });

  it('a permission on a required field, and a right without the right that it needs', async () => {
    const permissions =
      '<fieldPermissions><editable>true</editable><field>Lead.Need__c</field><readable>true</readable></fieldPermissions><label>x</label>' +
      '<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>false</allowRead>' +
      '<modifyAllRecords>false</modifyAllRecords><object>Lead</object><viewAllRecords>false</viewAllRecords></objectPermissions>';
    const { 'objects/Lead.object': object } = leadFields({ Need__c: `${TEXT}<required>true</required>` });
    const result = await deploy({
      'package.xml': manifest({ CustomField: ['Lead.Need__c'], PermissionSet: ['P'] }),
      'objects/Lead.object': object,
      'permissionsets/P.permissionset': metadata('PermissionSet', permissions),
    });
    expect(problems(result)).toEqual([
      'Permission allowEdit Lead depends on permission(s): allowRead',
      'You cannot deploy to a required field: Lead.Need__c',
    ]);
  });

  it('an error of a class, with line and column', async () => {
    const result = await deploy(
      classes({ Faulty: 'public class Faulty {\n  public Integer two() {\n    return missing + 1;\n  }\n}' }),
    );
    expect(result.details.componentFailures).toMatchObject([
      { componentType: 'ApexClass', fullName: 'Faulty', lineNumber: 3, columnNumber: 12 },
    ]);
  });

  it('the deletion of a class that another one uses', async () => {
    const sources = {
      Used: 'public class Used { public static Integer one() { return 1; } }',
      User1: 'public class User1 { Integer two = Used.one() + 1; }',
    };
    expect((await deploy(classes(sources))).status).toBe('Succeeded');
    const result = await deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ ApexClass: ['Used'] }),
    });
    expect(problems(result)[0]).toMatch(/^Dependent class is invalid and needs recompilation:\n Class User1/);
  });
});

const COVERED =
  'public class Half {\n  public static Integer of(Integer value) {\n    if (value > 0) {\n      return 1;\n    }\n    return 2;\n  }\n}';
const testOf = (expected: number) =>
  `@IsTest private class HalfTest {\n  @IsTest static void it_should_return() {\n    Assert.areEqual(${expected}, Half.of(1), 'deliberate failure');\n  }\n}`;

describe('tests of a deployment', () => {
  it.each([
    ['RunSpecifiedTests', { runTests: ['HalfTest'] }],
    ['RunLocalTests', {}],
    ['RunAllTestsInOrg', {}],
    ['RunRelevantTests', {}],
  ])('run with the level %s, and a failure is reported with its message', async (testLevel, more) => {
    const result = await deploy(classes({ Half: COVERED, HalfTest: testOf(7) }), {
      testLevel,
      checkOnly: true,
      ...more,
    });
    expect(result.status).toBe('Failed');
    expect(result.details.runTestResult).toMatchObject({
      numTestsRun: 1,
      failures: [{ methodName: 'it_should_return' }],
    });
    expect(result.details.runTestResult.failures[0]?.message).toContain('deliberate failure');
  });

  it('do not run without a level', async () => {
    const result = await deploy(classes({ Half: COVERED, HalfTest: testOf(7) }), { checkOnly: true });
    expect(result).toMatchObject({ status: 'Succeeded', details: { runTestResult: { numTestsRun: 0 } } });
  });

  it('must cover 75 % of each deployed class', async () => {
    const options = { testLevel: 'RunSpecifiedTests', runTests: ['HalfTest'], checkOnly: true };
    const result = await deploy(classes({ Half: COVERED, HalfTest: testOf(1) }), options);
    expect(result.status).toBe('Failed');
    expect(result.details.runTestResult.codeCoverageWarnings).toMatchObject([
      { name: 'Half', message: 'Test coverage of selected Apex Class is 66%, at least 75% test coverage is required' },
    ]);
    const full = testOf(1).replace(
      'static void it_should_return() {',
      'static void it_should_return() {\n    Half.of(0);',
    );
    expect((await deploy(classes({ Half: COVERED, HalfTest: full }), options)).status).toBe('Succeeded');
  });

  it('must run a line of each trigger', async () => {
    const trigger = metadata('ApexTrigger', '<apiVersion>68.0</apiVersion><status>Active</status>');
    const files = {
      ...classes({
        NoTest: '@IsTest private class NoTest { @IsTest static void it_should_pass() { Assert.areEqual(1, 1); } }',
      }),
      'package.xml': manifest({ ApexClass: ['NoTest'], ApexTrigger: ['OnLead'] }),
      'triggers/OnLead.trigger': 'trigger OnLead on Lead (before insert) {\n  Integer one = 1;\n}',
      'triggers/OnLead.trigger-meta.xml': trigger,
    };
    const { status, details } = await deploy(files, { testLevel: 'RunLocalTests', checkOnly: true });
    expect(status).toBe('Failed');
    expect(details.runTestResult.codeCoverageWarnings.map(({ message }) => message)).toContain(
      'Test coverage of selected Apex Trigger is 0%, at least 1% test coverage is required',
    );
  });
});
