import type { Program, TestMethod } from '@leadlight/apex-runtime';
import { isCode, sourceOf, wordsOf } from '../../apex/compile.ts';
import type { Component } from '../component-store.ts';
import type { DeployOptions } from './deploy-options.ts';
import type { CoverageRule } from './test-report.ts';

export interface ChosenTests {
  isWanted(test: Pick<TestMethod, 'className'>): boolean;
  readonly rule: CoverageRule | undefined;
  /** Names of classes that were asked for and have no tests. */
  readonly unknown: readonly string[];
}

/** Which tests a deployment runs, and what they must cover. Packages of others are not installed, so local tests are all tests. */
export function chooseTests(
  { testLevel, runTests }: DeployOptions,
  deployed: readonly Component[],
  after: readonly Component[],
  program: Program,
): ChosenTests {
  const testClasses = new Set(
    program.classes.filter((info) => info.isTest && !info.outer).map((info) => info.type.name.toLowerCase()),
  );
  const each: CoverageRule = { kind: 'each', files: new Set(deployed.filter(isCode).map(({ fileName }) => fileName)) };
  switch (testLevel) {
    case 'NoTestRun':
      return { isWanted: () => false, rule: undefined, unknown: [] };
    case 'RunSpecifiedTests': {
      const names = new Set(runTests.map((name) => name.toLowerCase()));
      const unknown = runTests.filter((name) => !testClasses.has(name.toLowerCase()));
      return { isWanted: ({ className }) => names.has(className.toLowerCase()), rule: each, unknown };
    }
    case 'RunRelevantTests': {
      const relevant = relevantTests(deployed, after);
      return { isWanted: ({ className }) => relevant.has(className.toLowerCase()), rule: each, unknown: [] };
    }
    default:
      return { isWanted: () => true, rule: { kind: 'average' }, unknown: [] };
  }
}

/** How many steps from a test to a deployed class count as relevant. The platform's analysis is not documented. */
const MAX_STEPS = 2;

/** Deployed test classes, and those that use a deployed class or trigger, directly or through one other class. */
function relevantTests(deployed: readonly Component[], after: readonly Component[]): Set<string> {
  const code = after.filter(isCode);
  const words = new Map(code.map((component) => [component.fullName.toLowerCase(), wordsOf(component)]));
  let reached = new Set(deployed.filter(isCode).map(({ fullName }) => fullName.toLowerCase()));
  for (const component of code)
    if (isDeclaredRelevant(component, reached)) reached.add(component.fullName.toLowerCase());
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const users = [...words].filter(([, own]) => [...reached].some((name) => own.has(name))).map(([name]) => name);
    reached = new Set([...reached, ...users]);
  }
  return reached;
}

/** `@IsTest(critical=true)`, and `@IsTest(testFor='ApexClass:LeadSelector')` of a deployed class (Apex Reference, IsTest Annotation). */
function isDeclaredRelevant(component: Component, deployed: ReadonlySet<string>): boolean {
  const parameters = [...sourceOf(component).matchAll(/@istest\s*\(([^)]*)\)/gi)].map(([, inside = '']) => inside);
  return parameters.some((text) => {
    if (/\bcritical\s*=\s*true/i.test(text)) return true;
    const targets = /\btestFor\s*=\s*'([^']*)'/i.exec(text)?.[1]?.split(',') ?? [];
    return targets.some((target) => deployed.has(target.replace(/^.*:/, '').trim().toLowerCase()));
  });
}
