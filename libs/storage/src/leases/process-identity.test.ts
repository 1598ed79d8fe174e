import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { findIdentity, isKnownDead } from './process-identity.ts';

const own = findIdentity(process.pid);

describe.skipIf(own === undefined)('where the system tells', () => {
  const parts = () => own!.split('/');
  const saying = (...[boot, namespace, pid, start]: readonly string[]) => [boot, namespace, pid, start].join('/');

  test('a living process is not dead, and a killed one is', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const identity = findIdentity(child.pid!)!;
    expect(isKnownDead(own!)).toBe(false);
    expect(isKnownDead(identity)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isKnownDead(identity)).toBe(true);
    expect(findIdentity(child.pid!)).toBeUndefined();
  });

  test('an id that another process has now is the dead one’s no more', () => {
    const [boot = '', namespace = '', pid = ''] = parts();
    expect(isKnownDead(saying(boot, namespace, pid, '1'))).toBe(true);
  });

  test.each([
    ['another machine, or another boot', 0],
    ['another container', 1],
  ])('of %s nothing is known', (_, place) => {
    const there = parts().with(place, 'another').with(2, '4194304');
    expect(isKnownDead(there.join('/'))).toBe(false);
  });
});

test('of what is no identity nothing is known', () => {
  expect(isKnownDead('')).toBe(false);
  expect(isKnownDead('a/b/c/d')).toBe(false);
});
