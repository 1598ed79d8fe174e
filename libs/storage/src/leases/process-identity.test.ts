import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { findProcessIdentity, hasProcessEnded } from './process-identity.ts';

const own = findProcessIdentity(process.pid);

describe.skipIf(own === undefined)('where the system tells', () => {
  const parts = () => own!.split('/');
  const saying = (...[boot, namespace, pid, start]: readonly string[]) => [boot, namespace, pid, start].join('/');

  test('a living process is not dead, and a killed one is', async () => {
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

  test('an id that another process has now is the dead one’s no more', () => {
    const [boot = '', namespace = '', pid = ''] = parts();
    expect(hasProcessEnded(saying(boot, namespace, pid, '1'))).toBe(true);
  });

  test.each([
    ['another machine, or another boot', 0],
    ['another container', 1],
  ])('of %s nothing is known', (_, place) => {
    const there = parts().with(place, 'another').with(2, '4194304');
    expect(hasProcessEnded(there.join('/'))).toBe(false);
  });
});

test('of what is no identity nothing is known', () => {
  expect(hasProcessEnded('')).toBe(false);
  expect(hasProcessEnded('a/b/c/d')).toBe(false);
});
