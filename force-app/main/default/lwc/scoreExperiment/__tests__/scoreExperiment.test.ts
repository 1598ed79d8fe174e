import type { ExperimentReport, PlannedExperiment } from '@leadlight/contract';
import getExperiment from '@salesforce/apex/ExperimentController.getExperiment';
import planExperiment from '@salesforce/apex/ExperimentController.planExperiment';
import startExperiment from '@salesforce/apex/ExperimentController.startExperiment';
import stopExperiment from '@salesforce/apex/ExperimentController.stopExperiment';
import ScoreExperiment from 'c/scoreExperiment';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/ExperimentController.getExperiment', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ExperimentController.planExperiment', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ExperimentController.startExperiment', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ExperimentController.stopExperiment', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const read = getExperiment as jest.MockedFunction<typeof getExperiment>;
const planned = planExperiment as jest.MockedFunction<typeof planExperiment>;
const started = startExperiment as jest.MockedFunction<typeof startExperiment>;
const stopped = stopExperiment as jest.MockedFunction<typeof stopExperiment>;
const example = readExample<ExperimentReport>('experiment.response');
const plan = readExample<PlannedExperiment>('experiment-plan.response');
const NONE: ExperimentReport = { experiment: null, standing: null };

async function showExperiment(report: ExperimentReport) {
  read.mockResolvedValue(JSON.stringify(report));
  const element = show('c-score-experiment', ScoreExperiment, {});
  await settle();
  return element;
}

const results = (element: Element) =>
  [...findById(element, 'results')!.querySelectorAll('li')].map((each) => each.textContent);
const withVerdict = (verdict: NonNullable<ExperimentReport['standing']>['verdict']): ExperimentReport => ({
  ...example,
  standing: { ...example.standing!, verdict },
});
async function enter(element: Element, name: string, value: string) {
  const input = findById(element, 'question-form')!.querySelector<HTMLInputElement>(`[data-name="${name}"]`)!;
  input.value = value;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}
async function press(element: Element, id: string) {
  findById(element, id)!.click();
  await settle();
}
async function calculate(element: Element) {
  findById(element, 'question-form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
  await settle();
}

describe('scoreExperiment', () => {
  afterEach(() => {
    clearPage();
    for (const each of [read, planned, started, stopped]) each.mockReset();
  });

  it('says that it is not yet known whether scores help, with the range and how far it is', async () => {
    const element = await showExperiment(example);
    expect(textOf(element, 'state')).toMatch(/^Running since 1 Jun 2026/);
    expect(results(element)).toEqual([
      'Not yet known whether acting on scores helps.',
      'Difference, all leads: +0.9 percentage points (range −1.2 to +3).',
      'Leads whose score somebody viewed: +1.4 percentage points (−1.9 to +4.6).',
      '4,310 leads with a score, 4,288 without, 452 for exploration. 5,120 are settled: 38% of the planned number.',
    ]);
    expect(findById(element, 'question-form')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it.each([
    ['helps', /^Acting on scores helps: 7% of leads with a score reached the goal, 6.1% of those without\.$/],
    ['harms', /^Showing the score harms: /],
    ['notFound', /^No effect was found: /],
  ] as const)('says the verdict %s in a sentence', async (verdict, sentence) => {
    expect(results(await showExperiment(withVerdict(verdict)))[0]).toMatch(sentence);
  });

  it('calculates the sample size first and starts after a confirmation', async () => {
    const element = await showExperiment(NONE);
    expect(textOf(element, 'state')).toBe('There has been no experiment yet.');
    expect(findById(element, 'start')).toBeNull();
    planned.mockResolvedValue(JSON.stringify(plan));
    await enter(element, 'hiddenShare', '40');
    await enter(element, 'baseRate', '6');
    await calculate(element);
    const question = { design: 'lead', hiddenShare: 0.4, relativeEffect: 0.2, baseRate: 0.06 };
    expect(planned.mock.calls).toEqual([[{ question }]]);
    expect(textOf(element, 'plan')).toMatch(
      /^13,434 settled leads are needed: about 6,717 with and 6,717 without a score\..* about 31 weeks\..*Measured on 18,240 settled leads: 6% reached the goal\./,
    );
    await press(element, 'start');
    expect(textOf(element, 'question-text')).toContain('the score of 50% of all new leads is hidden from everybody');
    await expect(element).toBeAccessible();
    started.mockResolvedValue(JSON.stringify(example));
    await press(element, 'confirm');
    expect(started.mock.calls).toEqual([[{ question }]]);
    expect(textOf(element, 'state')).toMatch(/^Running since/);
  });

  it('forgets what was calculated when an entry changes', async () => {
    const element = await showExperiment(NONE);
    planned.mockResolvedValue(JSON.stringify({ ...plan, weeks: null, baseRateMeasuredOn: null }));
    await calculate(element);
    expect(textOf(element, 'plan')).toMatch(/How long that takes is not known yet\./);
    await enter(element, 'design', 'repFortnight');
    expect(findById(element, 'plan')).toBeNull();
    await calculate(element);
    expect(planned.mock.calls[1]![0].question.design).toBe('repFortnight');
  });

  it('stops after a confirmation, and exploration only if asked', async () => {
    const element = await showExperiment(example);
    await press(element, 'stop');
    await press(element, 'cancel');
    await press(element, 'stop');
    const exploring = { ...example.experiment!, state: 'exploring', stoppedAt: '2026-11-01T08:00:00.000Z' } as const;
    stopped.mockResolvedValue(JSON.stringify({ ...example, experiment: exploring }));
    await press(element, 'confirm');
    expect(stopped.mock.calls).toEqual([[{ endExploration: false }]]);
    expect(textOf(element, 'state')).toMatch(/^Stopped 1 Nov 2026.*\. The score of 5% of new leads stays hidden/);
    await press(element, 'stop');
    stopped.mockResolvedValue(JSON.stringify({ ...example, experiment: { ...exploring, state: 'ended' } }));
    await press(element, 'confirm');
    expect(stopped.mock.calls[1]).toEqual([{ endExploration: true }]);
    expect(textOf(element, 'state')).toMatch(/^Stopped 1 Nov 2026/);
    expect(findById(element, 'question-form')).not.toBeNull();
  });

  it('shows the message of an error', async () => {
    const element = await showExperiment(NONE);
    planned.mockRejectedValue({ body: { message: 'Enter the rate.' } });
    await calculate(element);
    expect(textOf(element, 'error')).toBe('Enter the rate.');
  });
});
