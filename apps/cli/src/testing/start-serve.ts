import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../bin/leadlight.mjs', import.meta.url));

/** The document that `leadlight serve --json` writes when it is ready. */
export interface ServeReady {
  readonly listening?: string;
  readonly role?: string;
  readonly orgs?: readonly string[];
}

/** Starts `leadlight serve` and waits for its document; `stop` ends it as systemd does. */
export async function startServe(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--json', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    ready: JSON.parse(line) as ServeReady,
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      return ((await closed) as [number | null])[0];
    },
  };
}
