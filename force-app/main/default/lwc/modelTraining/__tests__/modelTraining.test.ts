import type { Job, Jobs } from '@leadlight/contract';
import listJobs from '@salesforce/apex/LeadlightAdminController.listJobs';
import startJob from '@salesforce/apex/LeadlightAdminController.startJob';
import ModelTraining from 'c/modelTraining';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.listJobs', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/LeadlightAdminController.startJob', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const listed = listJobs as jest.MockedFunction<typeof listJobs>;
const started = startJob as jest.MockedFunction<typeof startJob>;
const example = readExample<Jobs>('jobs.response');
const [running, refused] = example.jobs as [Job, Job];

const answer = (...jobs: Job[]): Promise<string> => Promise.resolve(JSON.stringify({ ...example, jobs }));

async function showTraining() {
  const element = show('c-model-training', ModelTraining, {});
  await settle();
  return element;
}

const titlesOf = (element: HTMLElement) =>
  [...findById(element, 'jobs')!.querySelectorAll('thead th')].map(({ textContent }) => textContent);

describe('modelTraining', () => {
  afterEach(() => {
    clearPage();
    jest.useRealTimers();
    listed.mockReset();
    started.mockReset();
  });

  it('shows when the next training runs, and what a training found', async () => {
    listed.mockReturnValue(answer(refused));
    const element = await showTraining();
    expect(textOf(element, 'next')).toContain('24 Nov 2026, 07:00');
    expect(textOf(element, 'jobs')).toMatch(
      /version 3 was trained but not published.*worse than the version that was active then/,
    );
    expect(findById(element, 'progress')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('starts a training, and shows its progress until it has ended', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    listed.mockReturnValueOnce(answer());
    const element = await showTraining();
    const trained = jest.fn();
    element.addEventListener('trained', trained);
    started.mockReturnValue(answer({ ...running, kind: 'train' }));
    findById(element, 'train')?.click();
    await settle();
    expect(started).toHaveBeenCalledWith({ kind: 'train' });
    expect((findById(element, 'train') as HTMLButtonElement).disabled).toBe(true);
    expect(findById(element, 'progress')?.querySelector('progress')).toMatchObject({ value: 3, max: 8 });

    listed.mockReturnValueOnce(answer(refused));
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(textOf(element, 'jobs')).toContain('version 3 was trained');
    expect((findById(element, 'train') as HTMLButtonElement).disabled).toBe(false);
    expect(trained).toHaveBeenCalledTimes(1);
  });

  it('shows a backtest by month, and the reason of a failure', async () => {
    const month = {
      month: Date.UTC(2026, 9, 1),
      trainRows: 900,
      rows: 120,
      converted: 14,
      auc: 0.781,
      ece: 0.02,
      lift: 3,
    };
    const result = { kind: 'backtest', months: [month], auc: 0.781, interval: { low: 0.75, high: 0.81 } } as const;
    const done: Job = { ...running, state: 'done', endedAt: running.startedAt, progress: null, result };
    const failed: Job = {
      ...done,
      id: 'j2',
      state: 'failed',
      result: null,
      failure: { code: 'x', message: 'Too few leads.' },
    };
    listed.mockReturnValue(answer(done, failed));
    const element = await showTraining();
    expect(textOf(element, 'jobs')).toMatch(/AUC 0.78 over 1 months.*Oct 2026.*120.*14.*failed. Too few leads./);
    expect(titlesOf(element)).toEqual(['Month', 'Snapshots', 'Converted', 'Ranking (AUC)', 'Calibration error']);
    await expect(element).toBeAccessible();
    listed.mockReturnValue(answer({ ...done, result: { ...result, goal: 'won' } }));
    expect(titlesOf(await showTraining())).toEqual(['Month', 'Snapshots', 'Won', 'Ranking (AUC)', 'Calibration error']);
  });

  it('shows the message of an error', async () => {
    listed.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showTraining();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
    await expect(element).toBeAccessible();
  });
});
