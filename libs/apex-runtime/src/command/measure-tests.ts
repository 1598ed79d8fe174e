/**
 * Runs the Apex tests of a checkout that is not ours and counts them by result, to see how much Apex the runtime knows:
 * `node libs/apex-runtime/src/command/measure-tests.ts FOLDER… [--reasons N] [--test TEXT]`. Nothing of the checkout is kept.
 */
import { parseArgs } from 'node:util';
import { Program, type SourceUnit } from '../compile/program.ts';
import { isFieldType } from '../database/build-schema.ts';
import type { OrgMetadata } from '../database/metadata.ts';
import { ApexError } from '../errors.ts';
import { readPackage } from '../files/read-package.ts';
import { readThirdPartySources } from '../files/read-sources.ts';
import { NO_RULES, PROFILES, schemaOf, type OrgShape } from '../apex-tests/org-shape.ts';
import { findTests, TestRunner, type TestResult } from '../apex-tests/run-tests.ts';
import { TEST_RUN } from './suite.ts';

const MAX_STEPS = 5_000_000;
const MAX_REASONS = 20;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

function merged(parts: OrgMetadata[]): OrgMetadata {
  const objects = new Map<string, OrgMetadata['objects'][number]>();
  for (const object of parts.flatMap((part) => part.objects)) {
    const known = objects.get(object.name);
    objects.set(object.name, known ? { ...known, fields: [...known.fields, ...object.fields] } : object);
  }
  return {
    objects: [...objects.values()],
    labels: Object.assign({}, ...parts.map(({ labels }) => labels)) as OrgMetadata['labels'],
    translations: {},
    permissionSets: parts.flatMap(({ permissionSets }) => permissionSets),
    customMetadata: parts.flatMap(({ customMetadata }) => customMetadata),
    staticResources: parts.flatMap(({ staticResources }) => staticResources),
    classes: parts.flatMap(({ classes }) => classes),
  };
}

/** Without fields whose types the runtime does not know. Files of standard fields have no type. */
function withKnownFields(metadata: OrgMetadata, onUnknown: (type: string) => void): OrgMetadata {
  const isKnown = ({ name, type }: OrgMetadata['objects'][number]['fields'][number]): boolean => {
    if (!name.endsWith('__c')) return false;
    if (!isFieldType(type)) onUnknown(type);
    return isFieldType(type);
  };
  return {
    ...metadata,
    objects: metadata.objects.map((object) => ({ ...object, fields: object.fields.filter(isKnown) })),
  };
}

/** What is missing, without the place: the text of an error of the program without names of files and lines. */
const reasonOf = ({ failure, isCompileError, isDefect }: TestResult): string => {
  const first = (failure ?? '').split('\n')[0] ?? '';
  if (!isCompileError && !isDefect) return `fails: ${first.slice(0, 120)}`;
  return `not supported: ${first.replace(/^[^:]+:\d+: /, '').replace(/ (?:Correct|Write|Report)[^.]*\.$/, '')}`;
};

function counted(texts: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left);
}

function main(): number {
  const options = { reasons: { type: 'string' }, test: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length === 0) {
    print('Name at least one folder with Apex classes.');
    return 2;
  }
  const unknown: ApexError[] = [];
  const units: SourceUnit[] = positionals.flatMap((folder) =>
    readThirdPartySources(folder, (error) => unknown.push(error)),
  );
  const metadata = withKnownFields(merged(positionals.map((folder) => readPackage(folder))), (type) => {
    unknown.push(new ApexError('apex_not_supported', `A field of type ${type} is not supported.`, 'objects', 0));
  });
  const org: OrgShape = { name: 'measured', metadata, rules: NO_RULES, profiles: PROFILES };
  const program = new Program(units, schemaOf(org), { onUnknown: (error) => unknown.push(error) });
  const tests = findTests(program).filter(({ className, name }) => `${className}.${name}`.includes(values.test ?? ''));
  if (tests.length === 0) {
    print('There is no test.');
    return 2;
  }
  const runner = new TestRunner(program, org, { ...TEST_RUN, maxSteps: MAX_STEPS });
  const results = tests.map((test) => runner.run(test));
  const passed = results.filter(({ failure }) => failure === null).length;
  const stopped = results.filter(({ isCompileError, isDefect }) => isCompileError || isDefect).length;
  print(`${units.length} classes and triggers read, ${results.length} test methods`);
  print(`passed ${passed}, failed ${results.length - passed - stopped}, not supported ${stopped}`);
  const maxReasons = Number(values.reasons ?? MAX_REASONS);
  for (const [reason, count] of counted(results.filter(({ failure }) => failure !== null).map(reasonOf)).slice(
    0,
    maxReasons,
  ))
    print(`  ${count} ${reason}`);
  print(`Declarations that are not known: ${unknown.length}`);
  for (const [reason, count] of counted(unknown.map(({ reason: text }) => text)).slice(0, maxReasons))
    print(`  ${count} ${reason}`);
  if (values.test)
    for (const { className, name, failure } of results) print(`${className}.${name}: ${failure ?? 'passed'}`);
  return 0;
}

process.exitCode = main();
