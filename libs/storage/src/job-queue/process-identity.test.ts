import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { findProcessIdentity, hasProcessEnded } from './process-identity.ts';

const own = findProcessIdentity(process.pid);

describe.skipIf(own === undefined)('hasProcessEnded', () => {
  const parts = () => own!.split('/');
  const saying = (...[boot, namespace, pid, start]: readonly string[]) => [boot, namespace, pid, start].join('/');

  it('is false for a running process and true for a killed one', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const identity = findProcessIdentity(child.pid!)!;
    expect(hasProcessEnded(own!)).toBe(false);
    expect(hasProcessEnded(identity)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(hasProcessEnded(identity)).toBe(true);
    expect(findProcessIdentity(child.pid!)).toBeUndefined();
  });

  it('is true if another process has reused the id', () => {
    const [boot = '', namespace = '', pid = ''] = parts();
    expect(hasProcessEnded(saying(boot, namespace, pid, '1'))).toBe(true);
  });

  it.each([
    ['another machine, or another boot', 0],
    ['another container', 1],
  ])('is false for a process of %s', (_, place) => {
    const there = parts().with(place, 'another').with(2, '4194304');
    expect(hasProcessEnded(there.join('/'))).toBe(false);
  });
});

it('hasProcessEnded is false for an invalid identity', () => {
  expect(hasProcessEnded('')).toBe(false);
  expect(hasProcessEnded('a/b/c/d')).toBe(false);
});
