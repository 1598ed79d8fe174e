import { createOrg, type Ports, Vm } from '@leadlight/apex-runtime';
import { inTransaction, type Org } from '../org/org.ts';
import { compileCode } from './compile.ts';
import { ScheduledJobs } from './scheduled-jobs.ts';

/** The ExecuteAnonymousResult of the Tooling API and the Apex API. */
export interface AnonymousResult {
  readonly compiled: boolean;
  readonly success: boolean;
  /** -1 = no problem. */
  readonly line: number;
  readonly column: number;
  readonly compileProblem: string | null;
  readonly exceptionMessage: string | null;
  readonly exceptionStackTrace: string | null;
  /** What System.debug wrote. */
  readonly log: readonly string[];
}

const CLASS = 'AnonymousBlock';
const REFUSED = 'This org runs anonymous Apex that schedules and aborts jobs; it does not give it records.';
/** What code may call in an org whose records the runtime does not have. */
const ALLOWED = [
  'schedule',
  'abortJob',
  'userId',
  'useUser',
  'userField',
  'userLanguage',
  'userLocale',
  'userTimeZone',
  'schema',
];

const failed = (message: string, log: readonly string[]): AnonymousResult => ({
  compiled: true,
  success: false,
  line: 1,
  column: 1,
  compileProblem: null,
  exceptionMessage: message,
  exceptionStackTrace: null,
  log,
});

/** Runs statements with the deployed classes. They may schedule and abort jobs; whatever needs records is refused. */
export async function runAnonymous(org: Org, statements: string): Promise<AnonymousResult> {
  const files = { [`${CLASS}.cls`]: `public class ${CLASS} { public static void run() {\n${statements}\n} }` };
  const body = { name: 'ApexClass', text: '', attributes: {}, children: [], line: 1, column: 1 };
  const block = { type: 'ApexClass', fullName: CLASS, fileName: CLASS, body, files };
  const { program, shape, problems } = await compileCode([...org.components.all(), block]);
  const [problem] = problems;
  if (!program) {
    const place = problem?.fileName === CLASS ? '' : `${problem?.fileName ?? ''}: `;
    const line = Math.max(1, (problem?.line ?? 2) - (place === '' ? 1 : 0));
    const compileProblem = place + (problem?.message ?? 'The org has no Apex code.');
    return {
      ...failed('', []),
      compiled: false,
      line,
      column: problem?.column ?? 1,
      compileProblem,
      exceptionMessage: null,
    };
  }
  const jobs = new ScheduledJobs(org);
  const database = restricted(createOrg(shape, program.schema, org.now), {
    schedule: (name: string, expression: string, className: string) => {
      if (jobs.isScheduled(name))
        throw new Error(`System.AsyncException: The Apex job named "${name}" is already scheduled for execution.`);
      return jobs.add(name, expression, className);
    },
    abortJob: (id: string) => {
      if (!jobs.remove(id))
        throw new Error(`System.StringException: Only jobs that are scheduled can be aborted: ${id}`);
    },
  });
  const vm = new Vm(program, {
    schema: program.schema,
    database,
    clock: { now: org.now },
    random: { next: Math.random },
    labels: { find: () => null },
    callouts: {
      send: () => {
        throw new Error('This org does not make callouts for anonymous Apex.');
      },
    },
  });
  return execute(org, vm);
}

function execute(org: Org, vm: Vm): AnonymousResult {
  try {
    inTransaction(org.db, () => {
      const method = vm.program.findClass(CLASS)?.type.findMethods('run')[0];
      method?.invoke(vm, null, []);
      const other = vm.jobs.find(({ kind }) => kind !== 'scheduled');
      if (other) throw new Error(`This org does not run ${other.kind} jobs of anonymous Apex.`);
    });
    return { ...failed('', vm.log), success: true, line: -1, column: -1, exceptionMessage: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return failed('exception' in error ? `System.${error.message}` : error.message, vm.log);
  }
}

/** A database that does only what anonymous Apex may do here. */
function restricted(database: Ports['database'], own: Readonly<Record<string, unknown>>): Ports['database'] {
  return new Proxy(database, {
    get: (target, name) => {
      const key = String(name);
      if (key in own) return own[key];
      if (!ALLOWED.includes(key)) {
        return () => {
          throw new Error(REFUSED);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
