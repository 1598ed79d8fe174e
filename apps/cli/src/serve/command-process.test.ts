import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createCommandProcess, type CommandProcessLimits } from './command-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-commands-'));
const { signal } = new AbortController();
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  rmSync(folder, { recursive: true, force: true });
});

function commandProcess(limits?: CommandProcessLimits) {
  const process = createCommandProcess(limits);
  stops.push(process.stop);
  return process;
}

/** A command that needs neither storage nor an org: it fails with the code of a missing option. */
const quick = ['serve', '--role', 'api', '--export-keep-days', '3'];
const failsQuickly = { error: { code: 'options' } };

const hasEnded = (pid: number) => {
  try {
    return process.kill(pid, 0) && false;
  } catch {
    return true;
  }
};

describe('createCommandProcess', () => {
  it('runs command after command in one process, and returns the document of each', async () => {
    const commands = commandProcess();
    expect(await commands.run(quick, signal)).toMatchObject(failsQuickly);
    const pid = commands.pid();
    expect(await commands.run(['no-such-command'], signal)).toMatchObject({ error: { code: 'usage' } });
    expect(await commands.run(['jobs', 'list', '--folder', folder], signal)).toEqual([]);
    expect(pid).toBeDefined();
    expect(commands.pid()).toBe(pid);
  });

  it('is renewed after its maximum of commands, and where it has more memory than allowed', async () => {
    const few = commandProcess({ maxCommands: 2 });
    await few.run(quick, signal);
    expect(few.pid()).toBeDefined();
    await few.run(quick, signal);
    expect(few.pid()).toBeUndefined();
    expect(await few.run(quick, signal)).toMatchObject(failsQuickly);
    const small = commandProcess({ maxRssBytes: 2 ** 20 });
    await small.run(quick, signal);
    expect(small.pid()).toBeUndefined();
  });

  it('ends when it is idle', async () => {
    const commands = commandProcess({ idleMs: 1 });
    await commands.run(quick, signal);
    await expect.poll(() => commands.pid()).toBeUndefined();
  });

  it('fails the command whose process is killed, and runs the next one in a new process', async () => {
    const commands = commandProcess();
    await commands.run(quick, signal);
    const pid = commands.pid()!;
    const running = commands.run(['mcp', '--folder', folder], signal);
    process.kill(pid, 'SIGKILL');
    await expect(running).rejects.toThrow(/"leadlight mcp" ended without output: it was killed/);
    expect(await commands.run(quick, signal)).toMatchObject(failsQuickly);
  });

  it('ends with a command that is aborted', async () => {
    const commands = commandProcess();
    await commands.run(quick, signal);
    const pid = commands.pid()!;
    const abort = new AbortController();
    const running = commands.run(['jobs', 'list', '--folder', folder], abort.signal);
    abort.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => hasEnded(pid)).toBe(true);
    await expect(commands.run(quick, abort.signal)).rejects.toThrow();
    expect(await commands.run(quick, signal)).toMatchObject(failsQuickly);
  });
});
