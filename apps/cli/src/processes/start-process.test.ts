import { describe, expect, it } from 'vitest';
import { endingOf } from './start-process.ts';

describe('endingOf', () => {
  it('says what ended a process: its own exit code, the system, or another signal', () => {
    expect(endingOf(3, null)).toBe('exit code 3');
    expect(endingOf(null, 'SIGKILL')).toMatch(/killed from outside \(SIGKILL\).*memory runs out/);
    expect(endingOf(null, 'SIGUSR2')).toContain('SIGUSR2');
  });
});
