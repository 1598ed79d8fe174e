import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder, TEST_NOW } from './testing/index.ts';

const NOW = new Date(TEST_NOW).toISOString();
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

interface Started {
  readonly child: ChildProcess;
  readonly output: { out: string; err: string };
  readonly exit: Promise<number | null>;
}

function start(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  ended.push(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return { child, output, exit };
}

const newFolder = (): string => {
  const { folder, remove } = temporaryFolder();
  ended.push(remove);
  return folder;
};

const ready = async ({ output }: Started) => {
  await expect.poll(() => output.out, { timeout: 60_000 }).toContain('\n');
  return JSON.parse(output.out) as Record<string, string | number>;
};

describe('main', () => {
  it('prints one line of JSON when listening, progress to stderr, and ends on a signal', async () => {
    const org = start('--port', '0', '--folder', newFolder(), '--leads', '1200', '--now', NOW);
    expect(await ready(org)).toMatchObject({
      listening: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pubSub: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      clientId: expect.any(String),
      clientSecret: expect.any(String),
      orgId: expect.stringMatching(/^00D\w{15}$/),
      leads: 1200,
    });
    expect(org.output.out.trim().split('\n')).toHaveLength(1);
    expect(org.output.err).toContain('1000 of 1200 leads');
    org.child.kill('SIGTERM');
    expect(await org.exit).toBe(0);
  });

  it('serves several orgs, and lists their addresses and clients in a file that only its owner reads', async () => {
    const folder = newFolder();
    const { listening, orgs, file } = await ready(
      start('--port', '0', '--folder', folder, '--orgs', '2', '--now', NOW),
    );
    expect(orgs).toBe(2);
    const lines = readFileSync(String(file), 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { loginUrl: string }).loginUrl)).toEqual([
      `${listening}/orgs/0`,
      `${listening}/orgs/1`,
    ]);
    expect(statSync(String(file)).mode & 0o077).toBe(0);
  });

  it('starts again after it was killed during the simulation', async () => {
    const folder = newFolder();
    const args = ['--port', '0', '--folder', folder, '--leads', '2500', '--now', NOW];
    const first = start(...args);
    await expect.poll(() => first.output.err, { timeout: 60_000 }).toContain('1000 of 2500');
    first.child.kill('SIGKILL');
    await first.exit;
    expect(first.output.out).toBe('');
    expect(await ready(start(...args))).toMatchObject({ leads: 2500 });
  });

  it.each([
    [['--port', '0'], /--folder is missing/],
    [['--folder', 'x', '--port', 'many'], /--port takes a whole number/],
    [['--folder', 'x', '--now', 'soon'], /--now takes a time/],
    [
      ['--folder', 'x', '--with', 'accounts'],
      /--with takes account, opportunity, contact, case, routing, not "accounts"/,
    ],
    [['--folder', 'x', '--orgs', '3', '--live', '5'], /--live does not go with --orgs/],
    [['--folder', 'x', '--nonsense'], /--nonsense/],
  ])('reports the error of the arguments %j', async (args, message) => {
    const wrong = start(...args);
    expect(await wrong.exit).toBe(1);
    expect(wrong.output.err).toMatch(message);
    expect(wrong.output.out).toBe('');
  });
});
