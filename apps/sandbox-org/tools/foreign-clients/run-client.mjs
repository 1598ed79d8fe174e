import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const source = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Installs npm packages in a folder of their own, unless they are there. @returns the folder */
export function installPackages(packages, name, list) {
  const folder = join(packages, name);
  mkdirSync(folder, { recursive: true });
  if (existsSync(join(folder, 'node_modules'))) return folder;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact'];
  execFileSync('npm', ['install', ...flags, ...list], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

/** The environment of a client: its own home, the org's address and keys, and trust in the local authority. */
export const clientEnvironment = ({ folder, org }, more = {}) => ({
  ...process.env,
  HOME: join(folder, 'home'),
  NODE_EXTRA_CA_CERTS: org.authority,
  REQUESTS_CA_BUNDLE: org.authority,
  ORG: JSON.stringify(org),
  ...more,
});

/** Runs a program to its end. @returns its code and output */
export async function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, stdout, stderr };
}

/** A client writes a line of JSON for each check: `{part, name, ok, message}`. */
function parseChecks({ code, stdout, stderr }) {
  const checks = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"part"'))
    .map((line) => JSON.parse(line));
  const ended = { part: 'end', name: 'the program ends', ok: code === 0, message: stderr.slice(-2_000) };
  return code === 0 && checks.length > 0 ? checks : [...checks, { ...ended, ok: false }];
}

/** Runs a program of this folder next to the packages that it imports. */
export async function runNodeClient(context, program, list) {
  const folder = installPackages(context.packages, program.replace('.mjs', ''), list);
  for (const name of [program, 'check.mjs']) copyFileSync(source(name), join(folder, name));
  mkdirSync(join(context.folder, 'home'), { recursive: true });
  const options = { cwd: folder, env: clientEnvironment(context), timeout: 300_000 };
  return parseChecks(await run(process.execPath, [program], options));
}

export async function runPythonClient(context, program, requirement) {
  const folder = join(context.packages, 'python');
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) {
    execFileSync('python3', ['-m', 'venv', folder]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', requirement], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const options = { env: clientEnvironment(context), timeout: 300_000 };
  return parseChecks(await run(python, [source(program)], options));
}
