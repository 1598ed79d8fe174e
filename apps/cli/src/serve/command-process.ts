import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SECOND_MS } from '@leadlight/common';
import { endingOf } from '../processes/start-process.ts';
import type { ProgressMessage } from '../terminal/progress.ts';
import type { JsonOutput } from './run-json-command.ts';

export interface CommandRequest {
  readonly args: readonly string[];
}

export interface CommandResponse {
  /** What the command printed to standard output. */
  readonly output: string;
  /** The memory of the process after it. */
  readonly rssBytes: number;
}

export interface CommandProcessLimits {
  /** A process that has run this many commands, or has more memory after one, is not used again. */
  readonly maxCommands?: number;
  readonly maxRssBytes?: number;
  /** A process ends after this time without a command. */
  readonly idleMs?: number;
}

export interface CommandProcess {
  /**
   * Runs a command with --json. One at a time.
   * @param onProgress receives what the command reports
   * @throws Error where it wrote no document, and where the signal aborts
   */
  run(
    args: readonly string[],
    signal: AbortSignal,
    onProgress?: (progress: ProgressMessage['progress']) => void,
  ): Promise<JsonOutput>;
  /** The process that would run the next command; undefined where a new one would be started. */
  pid(): number | undefined;
  stop(): void;
}

const ENTRY = fileURLToPath(new URL('./command-worker.ts', import.meta.url));
const PRELOAD = fileURLToPath(new URL('../processes/end-with-parent.ts', import.meta.url));
const MAX_COMMANDS = 500;
const MAX_RSS_BYTES = 512 * 2 ** 20;
const IDLE_MS = 30 * SECOND_MS;

/**
 * A process for commands that is started with the first one and then kept: starting one for each command takes half a second of processor
 * time. It ends with this process, even if this one is killed, and with a command that is aborted.
 */
export function createCommandProcess({
  maxCommands = MAX_COMMANDS,
  maxRssBytes = MAX_RSS_BYTES,
  idleMs = IDLE_MS,
}: CommandProcessLimits = {}): CommandProcess {
  let current: ChildProcess | undefined;
  let commands = 0;
  let idle: NodeJS.Timeout | undefined;

  function end(): void {
    clearTimeout(idle);
    current?.kill();
    current = undefined;
  }

  function start(): ChildProcess {
    commands = 0;
    const child = spawn(process.execPath, [...process.execArgv, '--import', PRELOAD, ENTRY], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('exit', () => {
      if (current === child) end();
    });
    return child;
  }

  return {
    async run(args, signal, onProgress) {
      signal.throwIfAborted();
      clearTimeout(idle);
      current ??= start();
      commands += 1;
      try {
        const { output, rssBytes } = await request(current, { args: [...args, '--json'] }, signal, onProgress);
        if (commands >= maxCommands || rssBytes > maxRssBytes) end();
        else idle = setTimeout(end, idleMs).unref();
        return JSON.parse(output) as JsonOutput;
      } catch (error) {
        end();
        if ((error as Error).name !== 'SyntaxError') throw error;
        throw new Error(`"leadlight ${args[0]}" ended without output.`, { cause: error });
      }
    },
    pid: () => current?.pid,
    stop: end,
  };
}

function request(
  child: ChildProcess,
  command: CommandRequest,
  signal: AbortSignal,
  onProgress: ((progress: ProgressMessage['progress']) => void) | undefined,
): Promise<CommandResponse> {
  const settled = new AbortController();
  return new Promise<CommandResponse>((resolve, reject) => {
    const listen = (event: string, listener: (...args: never[]) => void) => {
      child.on(event, listener as (...args: unknown[]) => void);
      settled.signal.addEventListener('abort', () => child.off(event, listener as (...args: unknown[]) => void));
    };
    listen('message', (message: CommandResponse | ProgressMessage) => {
      if ('progress' in message) onProgress?.(message.progress);
      else resolve(message);
    });
    listen('error', (error: Error) => reject(error));
    listen('exit', (code: number | null, exitSignal: NodeJS.Signals | null) =>
      reject(new Error(`"leadlight ${command.args[0]}" ended without output: ${endingOf(code, exitSignal)}`)),
    );
    signal.addEventListener('abort', () => reject(abortError(signal)), { once: true, signal: settled.signal });
    child.send(command, (error) => error && reject(error));
  }).finally(() => settled.abort());
}

const abortError = ({ reason }: AbortSignal): Error =>
  Object.assign(new Error('The command was aborted.', { cause: reason }), { name: 'AbortError' });
