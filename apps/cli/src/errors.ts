import { defineErrors, LeadlightError, type ErrorFacts } from '@leadlight/common';

const list = (orgIds: readonly string[]) => orgIds.join(', ');

export const cliErrors = defineErrors({
  options: {
    reason: ({ problem }: { problem: string; remedy: string }) => problem,
    remedy: ({ remedy }: { problem: string; remedy: string }) => remedy,
    example: { problem: '--deal-value is given without --call-cost.', remedy: 'Give both, or neither.' },
  },
  no_org: {
    reason: (_: object) => 'No org was synced yet.',
    remedy: 'Run "leadlight sync", or "leadlight start" for the sandbox org; for a CSV give --csv FILE.',
    example: {},
  },
  org_ambiguous: {
    reason: ({ orgIds }: { orgIds: readonly string[] }) => `There are several orgs (${list(orgIds)}).`,
    remedy: ({ orgIds: [orgId] }: { orgIds: readonly string[] }) =>
      `Name one: --org ${orgId}, or LEADLIGHT_ORG=${orgId} in the environment. "leadlight connection list" says which is which.`,
    example: { orgIds: ['00D5g000004Ap1QEAS', '00D5g000004Ap2QEAS'] },
  },
  org_not_stored: {
    reason: ({ orgId }: { orgId: string; stored: readonly string[] }) => `Nothing is stored for org ${orgId}.`,
    remedy: ({ stored }: { orgId: string; stored: readonly string[] }) => `Name one of ${list(stored)}.`,
    example: { orgId: '00D000000000009AAA', stored: ['00D5g000004Ap1QEAS'] },
  },
  org_not_connected_to: {
    reason: ({ named, connected }: { named: string; connected: string }) =>
      `The command names org ${named}, but the connection leads to ${connected}.`,
    remedy:
      'Name the connected org, or connect to the one you mean. "leadlight connection list" shows the saved connections; ' +
      'LEADLIGHT_SF_… variables take precedence over them.',
    example: { named: '00D000000000009AAA', connected: '00D5g000004Ap1QEAS' },
  },
  job_not_found: {
    reason: ({ id, act }: { id: string; act: 'retry' | 'cancel' }) =>
      act === 'retry' ? `The org has no failed job ${id}.` : `The org has no job ${id}.`,
    remedy: '"leadlight jobs list" shows the jobs of all orgs. A job that has ended is not listed.',
    example: { id: '3f1c9a52-5a53-4c3e-9c7a-0d1c5a0b6e11', act: 'retry' },
  },
  alert_route_not_set: {
    reason: ({ route }: { route: string }) => `The route ${route} of alerts has no address, or it cannot be read.`,
    remedy: 'Set it up with "leadlight alerts set-route".',
    example: { route: 'slack' },
  },
  route_not_set: {
    reason: ({ route }: { route: string }) => `Notifications by ${route} are not set up.`,
    remedy: 'Set the route up with "leadlight notifications set".',
    example: { route: 'email' },
  },
  notification_not_sent: {
    reason: ({ route, why }: { route: string; why: string }) => `The message was not sent by ${route}: ${why}.`,
    remedy:
      'Correct the address or the secret with "leadlight notifications set", for alerts with "leadlight alerts set-route", ' +
      'or what the receiver rejects.',
    example: { route: 'webhook', why: 'the receiver answered 404' },
  },
  not_connected: {
    reason: ({ orgId, saved }: { orgId: string | undefined; saved: readonly string[] }) =>
      (orgId === undefined ? 'No org is connected.' : `No connection to org ${orgId} is saved.`) +
      (saved.length > 0 ? ` Connections are saved to ${list(saved)}.` : ''),
    remedy:
      'Set LEADLIGHT_SF_LOGIN_URL, LEADLIGHT_SF_CLIENT_ID and LEADLIGHT_SF_CLIENT_SECRET (an External Client App with the ' +
      'client credentials flow; for its JWT bearer flow LEADLIGHT_SF_USERNAME and LEADLIGHT_SF_PRIVATE_KEY_FILE instead of ' +
      'the secret), or run "leadlight start" for the sandbox org.',
    example: { orgId: undefined, saved: [] },
  },
  connection_incomplete: {
    reason: ({ missing }: { missing: readonly string[]; needed: readonly string[] }) =>
      `The environment describes the connection only in part: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
    remedy: ({ needed }: { missing: readonly string[]; needed: readonly string[] }) =>
      `Set all of ${needed.join(', ')}, or none of them.`,
    example: {
      missing: ['LEADLIGHT_SF_CLIENT_ID'],
      needed: ['LEADLIGHT_SF_LOGIN_URL', 'LEADLIGHT_SF_CLIENT_ID', 'LEADLIGHT_SF_CLIENT_SECRET'],
    },
  },
  file_unreadable: {
    reason: ({ what, file, why }: { what: string; file: string; why: string }) =>
      `Cannot read ${what} ${file}: ${why}.`,
    remedy: 'Check the path and the permissions of the file.',
    example: { what: 'the certificate', file: 'Leadlight_Signing.crt', why: 'there is no such file' },
  },
  output_unwritable: {
    reason: ({ option, file, why }: { option: string; file: string; why: string; remedy: string }) =>
      `${file} (${option}) cannot be written: ${why}.`,
    remedy: ({ remedy }: { option: string; file: string; why: string; remedy: string }) => remedy,
    example: {
      option: '--out',
      file: 'results/scored.csv',
      why: 'the folder results does not exist',
      remedy: 'Create it, or name another one.',
    },
  },
  export_folder_newer: {
    reason: ({ file, version, supported }: { file: string; version: number; supported: number }) =>
      `${file} was written by a newer version: its tables have version ${version}, this version writes ${supported}.`,
    remedy: 'Export with the newer version, or to another folder.',
    example: { file: 'warehouse/manifest/00D000000000001EAA.json', version: 2, supported: 1 },
  },
  csv_empty: {
    reason: ({ file }: { file: string }) => `${file} is empty.`,
    remedy: 'Export the leads again, with a header line.',
    example: { file: 'leads.csv' },
  },
  csv_binary: {
    reason: ({ file, line }: { file: string; line: number }) =>
      `${file} is neither text nor a workbook (a zero byte in line ${line}).`,
    remedy: 'Export it as CSV in UTF-8, or as an Excel workbook (.xlsx).',
    example: { file: 'leads.csv', line: 1 },
  },
  csv_encoding: {
    reason: ({ file, encoding, line }: { file: string; encoding: string; line: number | undefined }) =>
      `${file} is not ${encoding} throughout${line === undefined ? '' : ` (line ${line})`}.`,
    remedy: 'Save it again as "CSV UTF-8", or name its encoding: --encoding windows-1252.',
    example: { file: 'leads.csv', encoding: 'utf-8', line: 42 },
  },
  csv_ragged: {
    reason: ({ file, line, cells, width }: { file: string; line: number; cells: number; width: number }) =>
      `${file}, line ${line}: ${cells} ${cells === 1 ? 'cell' : 'cells'}, but the other lines have ${width}.`,
    remedy: 'Put cells that contain the delimiter in quotes, and remove lines that are no rows of the table.',
    example: { file: 'leads.csv', line: 51, cells: 7, width: 6 },
  },
  sheet_absent: {
    reason: ({ file, sheet }: { file: string; sheet: string; sheets: readonly string[] }) =>
      `${file} has no sheet "${sheet}".`,
    remedy: ({ sheets }: { file: string; sheet: string; sheets: readonly string[] }) =>
      `Name one of its sheets: ${list(sheets)}.`,
    example: { file: 'leads.xlsx', sheet: 'Leeds', sheets: ['Leads', 'Accounts'] },
  },
  csv_quotes: {
    reason: ({ file, line, why }: { file: string; line: number; why: string }) => `${file}, line ${line}: ${why}.`,
    remedy: 'Double each quote inside a quoted cell (""), and close each quoted cell.',
    example: { file: 'leads.csv', line: 51, why: 'a quoted cell is not closed' },
  },
  csv_header: {
    reason: ({ file, problem }: { file: string; problem: string }) => `${file}: ${problem}.`,
    remedy: 'Give every column that has cells a name of its own in the header line.',
    example: { file: 'leads.csv', problem: 'two columns are named "Source"' },
  },
  json_invalid: {
    reason: ({ file, why }: { file: string; why: string }) => `${file} cannot be read as JSON: ${why}.`,
    remedy: 'Check the path, and write the file again.',
    example: { file: 'forest.json', why: 'Unexpected end of JSON input' },
  },
  training_file_invalid: {
    reason: ({ file, why }: { file: string; why: string }) =>
      `${file} does not describe a training on exported snapshots: ${why}.`,
    remedy: 'Use the training.json that deploy/spark/train.py writes next to the model, or write one like it.',
    example: { file: 'training.json', why: 'trainedUntil is missing' },
  },
  no_testable_month: {
    reason: (_: object) => 'No month can be tested: too few leads of either outcome had settled before each month.',
    remedy: 'Use a longer history.',
    example: {},
  },
  command_failed: {
    reason: ({ command, message }: { command: string; message: string }) => `"leadlight ${command}" failed: ${message}`,
    remedy: ({ command }: { command: string; message: string }) =>
      `Correct it, then run "leadlight ${command}" or "leadlight connect" again.`,
    example: { command: 'train', message: 'Too few leads have converted to train a model.' },
  },
  sf_missing: {
    reason: (_: object) => 'The command sf is not installed, or is not on the PATH.',
    remedy: 'Run "npm install --global @salesforce/cli", then "sf org login web --alias my-org".',
    example: {},
  },
  sf_failed: {
    reason: ({ command, message }: { command: string; message: string }) => `"${command}" failed: ${message}`,
    remedy: 'Correct what it names, or sign in again with "sf org login web", and run the command again; it continues.',
    example: { command: 'sf org display', message: 'No authorization information found for my-org.' },
  },
  journal_unreadable: {
    reason: ({ file }: { file: string }) => `${file}, where "leadlight connect" keeps what it made, cannot be read.`,
    remedy:
      'Restore it from a backup. Without it, remove in Setup what was made, delete the file, and run the command again.',
    example: { file: '.leadlight/connect-00D5g000004Ap1QEAS.json' },
  },
  connection_of_other_org: {
    reason: ({ folder, connected, orgId }: { folder: string; connected: string; orgId: string }) =>
      `${folder} is connected to ${connected}, not to org ${orgId}.`,
    remedy: 'Name a new folder with --folder or LEADLIGHT_FOLDER, so that the data of the orgs is kept separate.',
    example: { folder: '.leadlight', connected: 'http://127.0.0.1:4010', orgId: '00D5g000004Ap1QEAS' },
  },
  process_failed: {
    reason: ({ name, output }: { name: string; output: string }) => `${name} did not start:\n  ${output}\n`,
    remedy: "Its whole output is in the folder's logs.",
    example: { name: 'scoring-api', output: 'Cannot listen on 127.0.0.1 port 4310: another process uses it.' },
  },
  process_ended: {
    reason: ({ name, how }: { name: string; how: string }) => `${name} ended unexpectedly: ${how}.`,
    remedy: "Its last messages are in the folder's logs.",
    example: { name: 'scoring-api', how: 'exit code 1' },
  },
  port_taken: {
    reason: ({ port, why }: { port: number; option: string; why: string }) => `Port ${port} ${why}.`,
    remedy: ({ option }: { port: number; option: string; why: string }) =>
      `Stop the other program, or choose another port with ${option}.`,
    example: { port: 4310, option: '--api-port', why: 'is in use by another program' },
  },
});

type CliErrors = typeof cliErrors;
export type CliErrorCode = keyof CliErrors;

/** An input or a machine that the command cannot work with; the message says what to do. */
export class CliError<Code extends CliErrorCode = CliErrorCode> extends LeadlightError<
  Code,
  ErrorFacts<CliErrors, Code>
> {
  override readonly name = 'CliError';

  constructor(code: Code, facts: ErrorFacts<CliErrors, Code>, options?: ErrorOptions) {
    super(cliErrors, code, facts, options);
  }
}

/** Contradictory options. */
export const optionsError = (problem: string, remedy: string): CliError => new CliError('options', { problem, remedy });

/** Why a file cannot be read, in plain words. */
export const readFailure = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
