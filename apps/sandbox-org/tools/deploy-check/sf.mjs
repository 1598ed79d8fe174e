import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));

/** Runs the real `sf` and programs that call it, with a home of its own. @param bin folder of the command */
export function sfIn(folder, bin) {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const env = {
    ...process.env,
    PATH: [bin, process.env.PATH].join(delimiter),
    HOME: home,
    SF_TARGET_ORG: 'box',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    NO_COLOR: '1',
    CI: 'true',
  };

  /** @returns the exit code, and standard output and error together */
  async function run(command, args, more = {}) {
    const child = spawn(command, args, { cwd: workspace, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code, stdout, output: stdout + stderr };
  }

  return {
    run,
    /** @returns the answer of `sf … --json`, also of a failure */
    async json(args, more) {
      const { stdout, output } = await run('sf', [...args, '--json'], more);
      try {
        return JSON.parse(stdout.slice(stdout.indexOf('{')));
      } catch {
        throw new Error(`sf ${args.join(' ')} printed no JSON:\n${output.slice(-2_000)}`);
      }
    },
    /** The documented deployment (`npm run org:deploy`) of the package that is built. */
    deployPackage: (options) =>
      run(process.execPath, [fileURLToPath(new URL('deploy-package.mjs', import.meta.url)), JSON.stringify(options)]),
  };
}
