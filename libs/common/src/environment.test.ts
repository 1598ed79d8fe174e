import { describe, expect, it } from 'vitest';
import { environmentValue } from './environment.ts';

describe('environmentValue', () => {
  it('reads text as it is and an empty variable as unset', () => {
    expect(environmentValue({ DATABASE_URL: 'postgres:///leadlight' }, 'DATABASE_URL')).toBe('postgres:///leadlight');
    expect(environmentValue({ DATABASE_URL: '' }, 'DATABASE_URL')).toBeUndefined();
    expect(environmentValue({ LEADLIGHT_FOLDER: '' }, 'LEADLIGHT_FOLDER')).toBe('.leadlight');
  });

  it('reads numbers and flags in their types', () => {
    const share: number = environmentValue({ LEADLIGHT_API_SHARE: '0.5' }, 'LEADLIGHT_API_SHARE');
    expect([share, environmentValue({}, 'LEADLIGHT_API_SHARE')]).toEqual([0.5, 0.25]);
    const flags = ['1', '', '0'].map((value) =>
      environmentValue({ LEADLIGHT_REQUIRE_ALL: value }, 'LEADLIGHT_REQUIRE_ALL'),
    );
    expect(flags).toEqual([true, false, false]);
  });

  it.each(['25 %', '2', ' '])('rejects %j as a share, with the range and the remedy', (value) => {
    expect(() => environmentValue({ LEADLIGHT_API_SHARE: value }, 'LEADLIGHT_API_SHARE')).toThrow(
      /LEADLIGHT_API_SHARE is ".*", which is not a number from 0 to 1\. Correct it/,
    );
  });
});
