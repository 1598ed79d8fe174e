import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toId18 } from '@leadlight/common';
import { soqlString, type MetadataFiles, type Session } from '@leadlight/salesforce';
import { CliError, optionsError } from '../errors.ts';

/** The command line of Salesforce, signed in to one org. */
export interface Sf {
  readonly targetOrg: string;
  /** @throws CliError `sf_missing`, `sf_failed` */
  openSession(): Promise<Session & { readonly username: string }>;
  /** Deploys files in the format of the Metadata API. @throws CliError `sf_missing`, `sf_failed` */
  deploy(files: MetadataFiles): Promise<void>;
}

type Result = Readonly<Record<string, unknown>>;

/** What `sf` writes with --json. */
interface Output {
  readonly status?: number;
  readonly name?: string;
  readonly message?: string;
  readonly result?: Result;
  readonly data?: Result;
}

/** @param env of the processes of `sf` */
export const createSf = (targetOrg: string, env: NodeJS.ProcessEnv = process.env): Sf => ({
  targetOrg,
  async openSession() {
    const target = ['--target-org', targetOrg];
    const { accessToken: shown, instanceUrl, username, id } = await runSf(['org', 'display', ...target], env);
    const accessToken = await showAccessToken(target, String(shown ?? ''), env);
    return {
      accessToken,
      instanceUrl: String(instanceUrl),
      username: String(username),
      orgId: toId18(String(id)),
      userId: await userIdOf(String(instanceUrl), accessToken, String(username)),
    };
  },
  async deploy(files) {
    const folder = mkdtempSync(join(tmpdir(), 'leadlight-metadata-'));
    try {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content, { mode: 0o600 });
      }
      const target = ['--target-org', targetOrg, '--wait', '30'];
      await runSf(['project', 'deploy', 'start', '--metadata-dir', folder, ...target], env);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

/** Versions before 2026 show the token in `org display`; later ones have a command of its own for it. */
const showAccessToken = async (target: readonly string[], shown: string, env: NodeJS.ProcessEnv): Promise<string> =>
  shown !== '' && !/redacted/i.test(shown)
    ? shown
    : String((await runSf(['org', 'auth', 'show-access-token', ...target, '--no-prompt'], env)).accessToken);

/** `sf` knows the user's name only. */
async function userIdOf(instanceUrl: string, accessToken: string, username: string): Promise<string> {
  const url = new URL('/services/data/v68.0/query', instanceUrl);
  url.searchParams.set('q', `SELECT Id FROM User WHERE Username = ${soqlString(username)}`);
  const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } }).catch(() => undefined);
  const body = response?.ok ? ((await response.json()) as { records?: readonly { Id?: string }[] }) : undefined;
  const id = body?.records?.[0]?.Id;
  if (id !== undefined) return toId18(id);
  const message = `the org does not accept the session of ${username} (${response?.status ?? 'no answer'})`;
  throw new CliError('sf_failed', { command: 'sf org display', message });
}

/**
 * Runs `sf` with --json and returns its result. Arguments contain no secret: other users of the machine can see them.
 * @throws CliError `sf_missing`, `sf_failed`
 */
export async function runSf(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Result> {
  const command = `sf ${args.slice(0, 3).join(' ')}`;
  const { stdout, stderr } = await spawnSf([...args, '--json'], env);
  const output = parseOutput(stdout);
  if (output === undefined) throw new CliError('sf_failed', { command, message: firstLines(stderr) || NO_JSON });
  if (output.status !== 0) throw new CliError('sf_failed', { command, message: messageOf(output) });
  return output.result ?? {};
}

/** What it wrote instead may contain an access token. */
const NO_JSON = 'it wrote no JSON document';

/**
 * An argument as the shell of Windows passes it on unchanged. Inside quotes it keeps spaces, `&`, `|`, `<`, `>` and `^`.
 * @throws CliError `options` for one with a quote, a percent sign or a line break, which cannot be quoted for it
 */
export function quoteForWindows(argument: string): string {
  if (/^[\w.:=@\\/-]+$/.test(argument)) return argument;
  if (/["%\r\n]/.test(argument)) {
    const remedy = 'Use a name or a folder without them.';
    throw optionsError(`The shell of Windows cannot pass on ${argument}: it has a quote or a percent sign.`, remedy);
  }
  return `"${argument.replace(/\\+$/, '$&$&')}"`;
}

function spawnSf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  // On Windows, `sf` is a script of the shell.
  const shell = process.platform === 'win32';
  const child = spawn('sf', shell ? args.map(quoteForWindows) : args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell,
    env,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new CliError('sf_missing', {}) : error),
    );
    child.once('close', () => resolve({ stdout, stderr }));
  });
}

function parseOutput(stdout: string): Output | undefined {
  try {
    return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Output;
  } catch {
    return undefined;
  }
}

interface ComponentFailure {
  readonly componentType?: string;
  readonly fullName?: string;
  readonly problem?: string;
}

/** With the problem of each component that the org rejected. */
function messageOf({ message = '', name = '', result, data }: Output): string {
  const details = (result ?? data)?.details as { readonly componentFailures?: unknown } | undefined;
  const failures: unknown[] = [details?.componentFailures ?? []].flat();
  const problems = (failures as ComponentFailure[]).map(
    ({ componentType, fullName, problem }) => `${componentType} ${fullName}: ${problem}`,
  );
  return problems.length > 0 ? problems.join('; ') : message || name;
}

const firstLines = (text: string): string => text.trim().split('\n').slice(0, 5).join('\n').slice(0, 1_000);
