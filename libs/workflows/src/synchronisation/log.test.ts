import { describe, expect, it } from 'vitest';
import { logChanges } from './log.ts';

describe('logChanges', () => {
  it('logs a message again only after another one or after a reset', () => {
    const logged: string[] = [];
    const changes = logChanges((message) => logged.push(message));
    for (const message of ['away', 'away', 'busy', 'away']) changes.log(message);
    changes.reset();
    changes.log('away');
    expect(logged).toEqual(['away', 'busy', 'away', 'away']);
  });

  it('ignores changed numbers, but not changed ids', () => {
    const logged: string[] = [];
    const { log } = logChanges((message) => logged.push(message));
    for (const message of ['990 of 1000 calls are used', '991 of 1000 calls are used']) log(message);
    for (const message of ['00Q1 is rejected', '00Q2 is rejected']) log(message);
    expect(logged).toEqual(['990 of 1000 calls are used', '00Q1 is rejected', '00Q2 is rejected']);
  });
});
