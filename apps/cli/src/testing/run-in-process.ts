import { runCommandLine } from '../run-command-line.ts';
import { runCli, type CliResult } from './run-cli.ts';

/** They compute for a long time, during which this process could not answer the test runner, or they end by a signal. */
const OWN_PROCESS = new Set(['train', 'retrain', 'backtest', 'recalibrate', 'start', 'serve', 'follow', 'mcp']);

/** Runs `leadlight` to its end: in this process, unless the command takes long. */
export const runLeadlight = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
  OWN_PROCESS.has(args[0] ?? '') ? runCli(args, env) : runInProcess(args, env);

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `leadlight` as `main.ts` does, but in this process: starting one takes longer than most commands. That a command ends its process
 * is not shown. Calls run one after the other, because each replaces the environment, the output and the exit code of this process.
 */
export function runInProcess(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  const ran = last.then(() => runAlone(args, env));
  last = ran.catch(() => undefined);
  return ran;
}

async function runAlone(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  const before = { env: { ...process.env }, exitCode: process.exitCode };
  const [stdout, stderr] = [captureOutput(process.stdout), captureOutput(process.stderr)];
  Object.assign(process.env, env);
  process.exitCode = 0;
  try {
    const code = (await runCommandLine(args)) ?? Number(process.exitCode);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    for (const output of [stdout, stderr]) output.release();
    process.exitCode = before.exitCode;
    for (const name of Object.keys(env)) restoreVariable(name, before.env[name]);
  }
}

function restoreVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

function captureOutput(stream: NodeJS.WriteStream) {
  const { write } = stream;
  let written = '';
  stream.write = ((text: string | Uint8Array, ...rest: readonly unknown[]) => {
    written += typeof text === 'string' ? text : Buffer.from(text).toString();
    const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
    done?.();
    return true;
  }) as typeof stream.write;
  return {
    text: () => written,
    release: () => {
      stream.write = write;
    },
  };
}
