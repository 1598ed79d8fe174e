import { describe, expect, it } from 'vitest';
import { publicationLines } from './publication-lines.ts';

const entry = { id: '9f2c41d07be35a68', version: 3, learner: 'boosting', trainedAt: 0, report: {}, active: false };
const stop = { code: 'worse_than_active', values: [], english: 'It is worse.' } as const;

describe('publicationLines', () => {
  it('says how a model that was not published can become active', () => {
    expect(publicationLines(entry, false, [stop])).toEqual([
      'Model v3 (9f2c41d07be35a68, boosting) is stored, but the active model stays:',
      '  It is worse.',
      'Correct the cause and train again, or publish it anyway: --publish, or "leadlight models activate 9f2c41d07be35a68".',
    ]);
    // The command "models" knows only models of leads.
    const activation = 'activate it on the administrator’s page';
    expect(publicationLines(entry, false, [stop], { activation }).at(-1)).toMatch(/: --publish, or activate it on the/);
  });
});
