import type { TestMethod } from '@leadlight/apex-runtime';
import { badRequest } from '../org/api-error.ts';
import type { ComponentStore } from '../metadata/component-store.ts';

/** Which tests a request asks for. */
export interface TestRequest {
  isWanted(test: Pick<TestMethod, 'className' | 'name'>): boolean;
  readonly isAllTests: boolean;
}

type Input = Readonly<Record<string, unknown>>;

const split = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .flatMap((each) => String(each).split(','))
    .map((name) => name.trim())
    .filter(Boolean);

/**
 * The body of `runTestsAsynchronous` and `runTestsSynchronous`: `tests`, `classNames`, `classids`, or a `testLevel`.
 * @throws ApiError
 */
export function readTestRequest(body: unknown, components: ComponentStore): TestRequest {
  const input = (body ?? {}) as Input;
  if (split([input.suiteNames, input.suiteids].filter((each) => each !== undefined)).length > 0) {
    throw badRequest('INVALID_INPUT', 'This org has no test suites.');
  }
  const level = String(input.testLevel ?? 'RunSpecifiedTests');
  if (level === 'RunLocalTests' || level === 'RunAllTestsInOrg') return { isWanted: () => true, isAllTests: true };
  if (level !== 'RunSpecifiedTests')
    throw badRequest('INVALID_INPUT', `'${level}' is not a valid value for the enum 'TestLevel'`);
  const wanted = readClasses(input, components);
  if (wanted.size === 0) throw badRequest('INVALID_INPUT', 'The request names no test.');
  return {
    isAllTests: false,
    isWanted: ({ className, name }) => {
      const key = className.toLowerCase();
      return wanted.has(key) && (wanted.get(key)?.has(name.toLowerCase()) ?? true);
    },
  };
}

/**
 * The classes of a request in lower case, with methods where it names them.
 * @throws ApiError for a class that is not deployed
 */
function readClasses(input: Input, components: ComponentStore): Map<string, ReadonlySet<string> | undefined> {
  const nameOf = new Map(components.ofType('ApexClass').map(({ id, fullName }) => [id.slice(0, 15), fullName]));
  const byId = (id: string): string => nameOf.get(id.slice(0, 15)) ?? id;
  const wanted = new Map<string, ReadonlySet<string> | undefined>();
  for (const name of [...split(input.classNames), ...split(input.classids).map(byId)])
    wanted.set(name.toLowerCase(), undefined);
  for (const test of Array.isArray(input.tests) ? (input.tests as Input[]) : []) {
    const [className] = [...split(test.className), ...split(test.classId).map(byId)];
    const methods = split(test.testMethods).map((name) => name.toLowerCase());
    if (className !== undefined) wanted.set(className.toLowerCase(), methods.length > 0 ? new Set(methods) : undefined);
  }
  const known = new Set([...nameOf.values()].map((name) => name.toLowerCase()));
  const unknown = [...wanted.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw badRequest(
      'INVALID_INPUT',
      `This class name's value is invalid: ${unknown}. Provide the name of an Apex class that has test methods.`,
    );
  return wanted;
}
