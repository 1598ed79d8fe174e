import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresCluster {
  /** Contains its files and its socket. */
  readonly folder: string;
  /** For `openStorage`. */
  readonly databaseUrl: string;
  /** Processor time of the server and its sessions, ended ones included, from /proc. */
  processorSeconds(): number;
  /** Stops at once, as in a crash, and starts again on the same files. */
  crashAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where Debian and others put each version's programs; initdb is rarely on the PATH. */
const VERSIONED = '/usr/lib/postgresql';

/** The folder of initdb and postgres, the newest version first; undefined where there is none. */
export function findPostgresBin(): string | undefined {
  const versions = existsSync(VERSIONED) ? readdirSync(VERSIONED) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(VERSIONED, version, 'bin'));
  const folders = [...newestFirst, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root: then it runs as a user without privileges. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (found === undefined)
    throw new Error('No user postgres or nobody to run PostgreSQL as. Run the tests as another user than root.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/**
 * Starts a private PostgreSQL in a temporary folder, on a socket in it.
 * @param settings such as `['fsync=on']`; without durability unless set, for speed
 * @param kept a folder that stays, with its data, for the next start
 */
export async function startPostgresCluster(
  bin: string,
  settings: readonly string[] = ['fsync=off'],
  kept?: string,
): Promise<PostgresCluster> {
  if (kept !== undefined) mkdirSync(kept, { recursive: true });
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'leadlight-pg-'));
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const files = join(folder, 'data');
  const options = { cwd: folder, stdio: 'ignore' as const, ...user };
  if (!existsSync(files)) await initialise(bin, files, options);
  const databaseUrl = `postgresql://leadlight@/postgres?host=${encodeURIComponent(folder)}`;
  const start = async (): Promise<ChildProcess> => {
    const given = ['listen_addresses=', `unix_socket_directories=${folder}`, ...settings].flatMap((each) => [
      '-c',
      each,
    ]);
    const server = spawn(join(bin, 'postgres'), ['-D', files, ...given], options);
    await untilAnswers(databaseUrl, server);
    return server;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  return {
    folder,
    databaseUrl,
    processorSeconds: () => processorSecondsOf(server.pid!),
    async crashAndRestart() {
      await end('SIGQUIT');
      server = await start();
    },
    async stop() {
      await end('SIGINT');
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function initialise(bin: string, files: string, options: SpawnOptions): Promise<void> {
  const given = ['-D', files, '-U', 'leadlight', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const [code] = (await once(spawn(join(bin, 'initdb'), given, options), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`initdb ended with ${code} in ${files}.`);
}

const TICKS_PER_SECOND = 100;

/** Of a process, its children that have ended, and those that run. */
function processorSecondsOf(pid: number): number {
  const ticks = (of: number | string, fields: readonly number[]): number => {
    try {
      // The process name is in parentheses and may contain any character.
      const stat = readFileSync(`/proc/${of}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      return fields.reduce((sum, field) => sum + Number(stat[field]), 0);
    } catch {
      return 0;
    }
  };
  const running = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const [OWN, OF_ENDED] = [
    [11, 12],
    [13, 14],
  ];
  const ofRunning = running.reduce((sum, child) => sum + ticks(child, OWN!), 0);
  return (ticks(pid, [...OWN!, ...OF_ENDED!]) + ofRunning) / TICKS_PER_SECOND;
}

const TRY_EVERY_MS = 50;

async function untilAnswers(connectionString: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode} while starting.`);
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await delay(TRY_EVERY_MS);
    }
  }
}
