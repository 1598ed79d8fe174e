import { workerFindings, workerRemedies, type WorkerReport } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import { workerLine } from './apex-worker.ts';
import { labelText } from './labels.ts';

const OLDEST = Date.UTC(2026, 10, 23, 9, 10);
const values = [
  { format: 'count', value: 340 },
  { format: 'time', value: OLDEST },
] as const;
const message = (code: string) => ({ code, values, english: `English for ${code}.` });
const lineFor = (report: Partial<WorkerReport>, language = 'en') =>
  workerLine({ status: 200, body: JSON.stringify(report) }, labelText(language));

describe('workerLine', () => {
  it.each(workerFindings)('has a complete sentence for the finding %s', (code) => {
    for (const language of ['en', 'de', 'ja']) {
      const { finding } = lineFor({ level: 'attention', finding: message(code) }, language);
      expect(finding).not.toMatch(/\{\d\}|^Check_|undefined|^English/);
    }
  });

  it.each(workerRemedies)('has a sentence for the remedy %s', (code) => {
    const { remedy } = lineFor({ level: 'attention', finding: message('stopped'), remedy: message(code) });
    expect(remedy).not.toMatch(/^Remedy_|^English/);
  });

  it('says how many scores wait', () => {
    const line = lineFor({ level: 'attention', finding: message('writing_late') });
    expect(line).toMatchObject({ state: 'attention', finding: expect.stringContaining('340') });
  });

  it('has the level of the service, and no remedy where nothing is to be done', () => {
    expect(lineFor({ level: 'broken', finding: message('stopped') }).state).toBe('broken');
    expect(lineFor({ level: 'ok', finding: message('working') })).toMatchObject({ state: 'ok', remedy: '' });
  });

  it('shows a finding of a newer service in English', () => {
    expect(lineFor({ level: 'attention', finding: message('on_holiday') }).finding).toBe('English for on_holiday.');
  });

  it('names the versions where the service is too old to report', () => {
    const line = workerLine({ status: 500, body: '{"message":"The scoring service had a fault."}' }, labelText('en'));
    expect(line).toMatchObject({ state: 'attention', remedy: expect.stringContaining('same version') });
  });
});
