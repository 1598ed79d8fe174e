import { randomBytes } from 'node:crypto';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { nextTime } from '@leadlight/apex-runtime/next-time';
import {
  callAura,
  mayManageCredentials,
  permissionSetNames,
  resolveEndpoint,
  RestDatabase,
  runBackground,
  runScheduled,
  takeScheduled,
  Vm,
  type CalloutRequest,
  type CalloutResponse,
  type ConnectRequest,
  type RestResponse,
} from '@leadlight/apex-runtime/server';
import { ownerIdOf } from '../lead-sharing.ts';
import { createApexOrg } from './apex-org.ts';
import type { Answer, ApexTask, Question, ScheduledJob, TaskMessage, ThreadData, ThreadMessage } from './messages.ts';

const { port, answered, lead, administratorId, sharing } = workerData as ThreadData;
const counter = new Int32Array(answered);
const org = createApexOrg(lead, administratorId);
const withoutRecords = new Set<string>();

const post = (message: ThreadMessage): void => parentPort!.postMessage(message);

/** Asks the main thread and waits. Apex is synchronous, the requests are not. */
function ask(question: Question): Answer {
  const before = Atomics.load(counter, 0);
  port.postMessage(question);
  Atomics.wait(counter, 0, before);
  return (receiveMessageOnPort(port) as { readonly message: Answer }).message;
}

function sendCallout(request: CalloutRequest, permissionSets: string[]): CalloutResponse {
  const { principal, path } = resolveEndpoint(org.credentials, permissionSets, request.endpoint);
  const answer = ask({ kind: 'callout', principal, path, request });
  if ('callout' in answer) return answer.callout;
  throw new Error('calloutFailure' in answer ? answer.calloutFailure : 'The callout has no answer.');
}

const NO_CREDENTIAL_ACCESS: RestResponse = {
  status: 403,
  // The wording is not verified.
  body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'You do not have access to credentials.' }],
};

function sendToConnect(request: ConnectRequest): RestResponse {
  const answer = ask({ kind: 'connect', request });
  if ('org' in answer) return answer.org;
  throw new Error('failure' in answer ? answer.failure : 'The org has no answer.');
}

/** Entries of the debug log with the level ERROR, for the log of the process. */
function reportErrors(vm: Vm): void {
  for (const line of vm.log.splice(0)) if (line.startsWith('ERROR: ')) post({ kind: 'log', line });
}

function run({ task, scheduled: existing }: TaskMessage): void {
  org.setup.rollback(org.before);
  for (const { name, expression } of existing) org.setup.schedule(name, expression);
  org.setup.useUser(org.userIds[task.user]);
  const scheduled: ScheduledJob[] = [];
  const database = new RestDatabase({
    setup: org.setup,
    settings: task.settings,
    withoutRecords,
    sharing: { Lead: { others: sharing.others, ownerId: ownerIdOf(task.user, sharing) } },
    send: (request) => {
      const answer = ask({ kind: 'org', request });
      if ('org' in answer) return answer.org;
      throw new Error('failure' in answer ? answer.failure : 'The org has no answer.');
    },
  });
  const { schedule } = database;
  database.schedule = (name, expression, className) => {
    // Refuses what the main thread could not run.
    nextTime(expression, Date.now());
    const id = schedule(name, expression, className);
    if (id !== null) scheduled.push({ name, expression, className });
    return id;
  };
  const vm = new Vm(org.program, {
    schema: org.program.schema,
    database,
    clock: { now: Date.now },
    random: { next: Math.random },
    labels: org.labels,
    callouts: { send: (request) => sendCallout(request, permissionSetNames(database, org.program.schema)) },
    connect: {
      send: (request) =>
        mayManageCredentials(database, org.program.schema) ? sendToConnect(request) : NO_CREDENTIAL_ACCESS,
    },
  });
  vm.requestId = randomBytes(16).toString('base64url');
  try {
    const response = perform(vm, task);
    // The server runs scheduled jobs when they are due; `runBackground` would run them now.
    takeScheduled(vm);
    // A transaction that failed has scheduled nothing.
    const jobs = response === null || response.ok ? scheduled : [];
    post({ kind: 'done', outcome: { response, scheduled: jobs } });
    runBackground(vm);
  } finally {
    reportErrors(vm);
  }
}

function perform(vm: Vm, task: ApexTask) {
  if (task.kind === 'call') return callAura(vm, task);
  if (task.kind === 'scheduled') runScheduled(vm, task.className);
  else {
    const [method] = vm.program.findClass(task.className)?.type.findMethods(task.methodName) ?? [];
    if (!method) throw new Error(`There is no method ${task.className}.${task.methodName}.`);
    method.invoke(vm, null, []);
  }
  return null;
}

parentPort!.on('message', (message: TaskMessage) => {
  try {
    run(message);
  } catch (error) {
    post({ kind: 'fault', message: error instanceof Error ? error.message : String(error) });
  }
  post({ kind: 'idle' });
});
post({ kind: 'ready' });
