import { workerConditions } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { workerLine } from './apex-worker.ts';
import { labelText } from './labels.ts';

const report = {
  ...{ followed: true, markedLeads: 12, waitingScores: 340 },
  lastSyncedAt: '2026-11-23T11:45:00.000Z',
  oldestWaitingAt: '2026-11-23T09:10:00.000Z',
  lastTrainedAt: '2026-11-22T02:00:00.000Z',
};
const lineFor = (condition: string, language = 'en') =>
  workerLine({ status: 200, body: JSON.stringify({ ...report, condition }) }, labelText(language));

describe('the line of the worker', () => {
  it.each(workerConditions)('tells %s in a sentence without a gap, with a remedy where one is needed', (condition) => {
    for (const language of ['en', 'de', 'ja']) {
      const { finding, remedy, state } = lineFor(condition, language);
      expect(finding).not.toMatch(/\{\d\}|^Check_|undefined/);
      expect(remedy).not.toMatch(/^Remedy_/);
      expect(remedy === '').toBe(state === 'ok');
    }
  });

  it('names how many scores wait', () => {
    expect(lineFor('writing_late')).toMatchObject({ state: 'care', finding: expect.stringContaining('340') });
  });

  it('calls an org that nobody follows broken once its scores are old', () => {
    expect(lineFor('stopped').state).toBe('broken');
    expect(lineFor('not_followed').state).toBe('care');
  });

  it('says the word of a newer service as it is', () => {
    expect(lineFor('on_holiday')).toMatchObject({ state: 'care', finding: expect.stringContaining('on_holiday') });
  });

  it('of a service that is too old to tell names the versions', () => {
    const line = workerLine({ status: 500, body: '{"message":"The scoring service had a fault."}' }, labelText('en'));
    expect(line).toMatchObject({ state: 'care', remedy: expect.stringContaining('same version') });
  });
});
