import { Program } from '../compile/program.ts';
import type { OrgMetadata } from '../database/metadata.ts';
import type { OrgRules } from '../database/memory/save-rules.ts';
import { parseUnit } from '../parse/parse.ts';
import { NO_RULES, PROFILES, schemaOf, type OrgShape } from '../apex-tests/org-shape.ts';
import { findTests, TestRunner, type TestResult } from '../apex-tests/run-tests.ts';
import { seededRandom } from '../apex-tests/seeded-random.ts';

export const METADATA: OrgMetadata = {
  objects: [
    {
      name: 'Lead',
      label: 'Lead',
      fields: [
        { name: 'Fleet_Size__c', label: 'Fleet Size', type: 'Number' },
        { name: 'Tier__c', label: 'Tier', type: 'Picklist', picklist: ['Gold', 'Silver'] },
        { name: 'Green__c', label: 'Green', type: 'Checkbox', defaultValue: 'false' },
      ],
    },
    { name: 'Ping__e', label: 'Ping', fields: [{ name: 'Text__c', label: 'Text', type: 'Text', length: 40 }] },
    { name: 'Limit__mdt', label: 'Limit', fields: [{ name: 'Maximum__c', label: 'Maximum', type: 'Number' }] },
  ],
  labels: { Greeting: 'Hello, {0}' },
  translations: { de: { Greeting: 'Hallo, {0}' } },
  permissionSets: [
    {
      name: 'Fleet',
      label: 'Fleet',
      classes: [],
      objects: [],
      fields: [{ field: 'Lead.Fleet_Size__c', readable: true, editable: false }],
    },
  ],
  customMetadata: [{ type: 'Limit__mdt', name: 'Default', label: 'Default', values: { Maximum__c: 7 } }],
  staticResources: [{ name: 'Example', text: '{"a":1}' }],
  classes: [],
};

export interface Sources {
  /** Further classes and triggers by file name. */
  files?: Record<string, string>;
  rules?: Partial<OrgRules>;
  /** Of the org; absent = METADATA. */
  metadata?: OrgMetadata;
  /** Of the org; absent = none. */
  namespace?: string;
  /** Members of the test class in addition to the method. */
  members?: string;
}

function orgOf({ rules, namespace, metadata = METADATA }: Sources): OrgShape {
  const org = { name: 'test', metadata, rules: { ...NO_RULES, ...rules }, profiles: PROFILES };
  return namespace ? { ...org, namespace } : org;
}

/** Compiles sources, so that a test can look at the errors. */
export function compile(files: Record<string, string>, org = orgOf({})): Program {
  const units = Object.entries(files).map(([file, source]) => ({ file, node: parseUnit(source, file) }));
  const program = new Program(units, schemaOf(org));
  program.check();
  return program;
}

/** Runs statements as the method of a test class. */
export function runTest(body: string, sources: Sources = {}): TestResult {
  const main = `@IsTest private class MainTest {\n${sources.members ?? ''}\n@IsTest static void main() {\n${body}\n}\n}`;
  const org = orgOf(sources);
  const program = compile({ ...sources.files, 'MainTest.cls': main }, org);
  const runner = new TestRunner(program, org, {
    now: () => Date.UTC(2026, 10, 23, 9, 30),
    stopwatch: () => 0,
    random: () => seededRandom(1),
  });
  const [test] = findTests(program).filter(({ className }) => className === 'MainTest');
  if (!test) throw new Error('there is no test');
  return runner.run(test);
}

/** What statements write with System.debug. @throws if they fail */
export function debugged(body: string, sources: Sources = {}): string[] {
  const { failure, log } = runTest(body, sources);
  if (failure !== null) throw new Error(failure);
  return log;
}

/** The text of one expression. */
export const valueOf = (expression: string, sources: Sources = {}): string =>
  debugged(`System.debug(${expression});`, sources)[0] as string;

/** The first line of the failure of statements; null if they pass. */
export const failureOf = (body: string, sources: Sources = {}): string | null =>
  runTest(body, sources).failure?.split('\n')[0] ?? null;
