/* Load tests by wrk, which uses the least of the cores that all processes share. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after another. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Pause of each connection after a response, which keeps the rate below the maximum. */
  readonly pauseMs?: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Responses with an error status, and broken connections. */
  readonly failures: number;
}

export function wrkIsInstalled(): boolean {
  try {
    // wrk prints its usage and exits with 1.
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { status?: number }).status === 1;
  }
}

export const WRK_HINT = 'wrk is not installed. On Debian: apt-get install wrk';

export async function runLoad(load: Load): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-wrk-'));
  try {
    const script = join(folder, 'load.lua');
    writeFileSync(script, wrkScript(load));
    const { connections, seconds, url } = load;
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url];
    return JSON.parse((await runCommand('wrk', args)).split('RESULT ')[1] ?? 'null') as LoadResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Lua script for wrk that sends one body after another and prints the results as JSON. */
function wrkScript({ headers, bodies, pauseMs = 0 }: Load): string {
  const quoted = (text: string) => `[==[${text}]==]`;
  const headerLines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[ ${quoted(name)} ] = ${quoted(value)}`,
  );
  return `
wrk.method = "POST"
${headerLines.join('\n')}
local bodies = { ${bodies.map(quoted).join(',\n')} }
local requests, at = {}, 0
function init()
  for i, body in ipairs(bodies) do requests[i] = wrk.format(nil, nil, nil, body) end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
${pauseMs > 0 ? `function delay() return ${Math.round(pauseMs)} end` : ''}
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requestsPerSecond":%f,"medianMs":%f,"p99Ms":%f,"failures":%d}\\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
`;
}

function runCommand(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}: ${errors.slice(-500)}`)),
    );
  });
}
