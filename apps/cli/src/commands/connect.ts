import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { connectWithSession } from '@leadlight/salesforce';
import { Journal } from '../connect/journal.ts';
import { stepLines, summaryLines, undoLines } from '../connect/report-lines.ts';
import { runSteps, undoSteps, type StepReport, type UndoReport } from '../connect/run-steps.ts';
import { createSf } from '../connect/sf.ts';
import type { ConnectContext, ConnectOptions } from '../connect/step.ts';
import { CONNECT_STEPS } from '../connect/steps/index.ts';
import { CliError, optionsError, readFailure } from '../errors.ts';
import { printError, printTo } from '../terminal/print.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, parseList, type CommonOptions } from './options.ts';

interface Options extends CommonOptions {
  readonly targetOrg: string;
  readonly serviceUrl?: string;
  readonly integrationUser?: string;
  readonly viewers: readonly string[];
  readonly administrators: readonly string[];
  readonly notifyInSalesforce?: boolean;
  readonly clientCredentials?: boolean;
  readonly clientSecretFile?: string;
  readonly dryRun?: boolean;
  readonly undo?: boolean;
}

export const connectCommand = () =>
  createCommand(
    'connect',
    'Set up an org and bring it to its first scores: checks, package, users, sign-in, keys, address, pages, then sync, train and score.',
    [
      'leadlight connect --target-org my-org --service-url https://scoring.example.com --dry-run',
      'leadlight connect --target-org my-org --service-url https://scoring.example.com --viewers rep@example.com',
      'leadlight connect --target-org my-org --undo',
    ],
  )
    .requiredOption('--target-org <alias>', 'org that the command sf is signed in to, by alias or username')
    .option('--service-url <url>', 'https address at which Salesforce reaches the scoring service')
    .option(
      '--integration-user <username>',
      'user that the service acts as; created where the org has none of that name',
    )
    .option('--viewers <usernames>', 'sales reps who see scores, separated by commas', parseList, [])
    .option(
      '--administrators <usernames>',
      'further administrators of lead scoring, separated by commas',
      parseList,
      [],
    )
    .option(
      '--notify-in-salesforce',
      'assign the permission set Leadlight Notifications to the integration user, for "notifications set salesforce"',
    )
    .option(
      '--client-credentials',
      'sign in with a consumer secret, asked for once, instead of a certificate made here',
    )
    .option('--client-secret-file <file>', 'with --client-credentials: file with the secret, instead of asking')
    .option('--dry-run', 'show what would be done, and change nothing')
    .option('--undo', 'take back what earlier runs made')
    .action(connect);

async function connect(options: Options): Promise<void> {
  const log = (line: string): void => printError(`${line}\n`);
  const sf = createSf(options.targetOrg);
  let administrator = '';
  const org = await connectWithSession({
    async openSession() {
      const session = await sf.openSession();
      administrator = session.username;
      return session;
    },
  });
  const journal = new Journal(options.folder, org.orgId);
  const settings = toConnectOptions(options, org.orgId);
  const context: ConnectContext = { options: settings, org, administrator, sf, journal, log };
  if (!options.json) writeOutput(options, {}, [`Org ${org.orgId} at ${org.instanceUrl}, as ${administrator}`, '']);
  await (options.undo ? undo(options, context) : run(options, context));
}

/** @throws CliError `options` */
function toConnectOptions(options: Options, orgId: string): ConnectOptions {
  const { folder, targetOrg, serviceUrl = '', viewers, administrators, clientCredentials = false } = options;
  if (!options.undo) requireServiceUrl(serviceUrl);
  if (options.clientSecretFile !== undefined && !clientCredentials) {
    throw optionsError('--client-secret-file goes with --client-credentials.', 'Add it, or leave the file out.');
  }
  return {
    folder,
    targetOrg,
    serviceUrl: serviceUrl.replace(/\/+$/, ''),
    integrationUser: options.integrationUser ?? `leadlight@${orgId.toLowerCase()}.integration`,
    viewers,
    administrators,
    notifyInSalesforce: options.notifyInSalesforce ?? false,
    clientCredentials,
    askSecret: () => readSecret(options.clientSecretFile),
  };
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Plain http is accepted for a trial on this machine only. */
function requireServiceUrl(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname))) return;
  throw optionsError(
    address === '' ? '--service-url is missing.' : `--service-url ${address} is not an https address.`,
    'Name the address at which Salesforce reaches the service: --service-url https://scoring.example.com.',
  );
}

async function run(options: Options, context: ConnectContext): Promise<void> {
  const { dryRun = false } = options;
  const reports: StepReport[] = [];
  for await (const report of runSteps(CONNECT_STEPS, context, dryRun)) {
    reports.push(report);
    if (!options.json) writeOutput(options, report, stepLines(report));
  }
  const document = { orgId: context.org.orgId, dryRun, steps: reports };
  writeOutput(options, document, ['', ...summaryLines(reports, dryRun)]);
  if (!dryRun && reports.some(({ isComplete }) => !isComplete)) process.exitCode = 1;
}

async function undo(options: Options, context: ConnectContext): Promise<void> {
  const reports: UndoReport[] = [];
  for await (const report of undoSteps(CONNECT_STEPS, context, options.dryRun ?? false)) {
    reports.push(report);
    if (!options.json) writeOutput(options, report, undoLines(report));
  }
  const nothing = `Nothing of org ${context.org.orgId} is entered in ${context.journal.path}.`;
  const kept = `History, models and scores in ${options.folder} stay; delete the folder to remove them.`;
  writeOutput(options, { orgId: context.org.orgId, steps: reports }, [reports.length === 0 ? nothing : kept]);
  if (reports.some(({ left }) => left !== undefined)) process.exitCode = 1;
}

/** From the file, or typed in a terminal, which does not show it. */
async function readSecret(file: string | undefined): Promise<string | undefined> {
  if (file !== undefined) {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      throw new CliError('file_unreadable', { what: 'the consumer secret', file, why: readFailure(error) });
    }
  }
  if (!process.stdin.isTTY) return undefined;
  printTo(process.stderr, 'Consumer secret: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return (await terminal.question('')).trim() || undefined;
  } finally {
    terminal.close();
    printTo(process.stderr, '\n');
  }
}
