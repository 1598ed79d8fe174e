import ReportVerdict from 'c/reportVerdict';
import { report, type Report } from '../../../../../test/model-report';
import { message } from '../../../../../test/messages';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

const showVerdict = async (changed: Partial<Report> = {}) => {
  const element = show('c-report-verdict', ReportVerdict, { report: { ...report, ...changed } });
  await settle();
  return element;
};
const sentences = (element: HTMLElement) =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-id="verdict"] p:not(.word)')].map((sentence) => [
    sentence.textContent,
    sentence.getAttribute('lang'),
  ]);

describe('reportVerdict', () => {
  afterEach(clearPage);

  it('shows feature labels and the comparison with the contenders', async () => {
    const others = [
      { ...report.leaderboard![1]!, id: 'people', name: 'people’s own rating and status' },
      { ...report.leaderboard![2]!, id: 'rules', name: 'the points table' },
    ];
    const element = await showVerdict({ leaderboard: [...report.leaderboard!, ...others] });
    expect(sentences(element).map(([text]) => text)).toEqual([
      'The newest leads differ from the training data in: Share of the form that is filled, Kind of the latest campaign.',
      'In the top tenth by score, leads reached the goal 4.2 × as often as on average (AUC 0.83).',
      expect.stringMatching(/, for comparison: \d\.\d × \(AUC 0\.\d\d\)\.$/),
      expect.stringMatching(/^The points table, for comparison: /),
    ]);
    expect(textOf(element, 'figures')).toMatch(/0\.83.*4\.2.*1\.3%.*12%/);
    await expect(element).toBeAccessible();
  });

  it('shows why the model was not published', async () => {
    const element = await showVerdict({ publication: { stops: [message('new')] } });
    expect(textOf(element, 'stops')).toMatch(/^Not published when it was trained:\s*English\.$/);
    await expect(element).toBeAccessible();
    clearPage();
    expect(findById(await showVerdict({ publication: { stops: [] } }), 'stops')).toBeNull();
  });

  it.each([
    ['ready', 'Ready'],
    ['use with care', 'Use with care'],
    ['not ready', 'Not ready'],
  ] as const)('%s is a word, not only a colour', async (level, word) => {
    const element = await showVerdict({ verdict: { level, reasons: [] } });
    expect(textOf(element, 'verdict')).toContain(word);
  });

  it('says won where the goal is to win the opportunity', async () => {
    const figures = textOf(await showVerdict({ goal: 'won' }), 'figures');
    expect(figures).toMatch(/Won.* snapshots of leads that the model was not trained on/);
    expect(figures).toContain('this share was won.');
    expect(figures).toContain('Of the leads that were won,');
    expect(figures).not.toMatch(/converted/i);
    expect(textOf(await showVerdict({ goal: 'converted' }), 'figures')).toMatch(/Converted/);
  });

  it.each(['opportunity', 'status'] as const)('says goal reached where the goal is %s', async (goal) => {
    const figures = textOf(await showVerdict({ goal }), 'figures');
    expect(figures).toMatch(/Goal reached.* snapshots of leads that the model was not trained on/);
    expect(figures).toContain('this share reached the goal.');
    expect(figures).toContain('Of the leads that reached the goal,');
  });

  it('of a newer service is shown in English where a code is not known', async () => {
    const verdict = { level: 'not ready', reasons: [message('new'), message('newer')] } as const;
    const element = await showVerdict({ verdict, leaderboard: undefined });
    expect(sentences(element)).toEqual([
      ['English.', null],
      ['English.', null],
    ]);
  });

  it('shows that a points table could not be compared', async () => {
    const reasons = [message('too_few_for_a_model', ['count', 12], ['count', 288], ['count', 40])];
    const verdict = { level: 'not ready', reasons } as const;
    const element = await showVerdict({ verdict, leaderboard: [], published: 'rules', holdout: undefined });
    expect(sentences(element).map(([text]) => text)).toEqual([
      expect.stringMatching(/^12 leads reached the goal and 288 did not. A model needs at least 40 of each/),
      'Nothing could be compared yet: leads are scored by the points table.',
    ]);
    expect(textOf(element, 'figures')).toBe('');
    await expect(element).toBeAccessible();
  });

  it('shows dashes for what was not measured', async () => {
    const unknown = { low: null, high: null };
    const holdout = {
      ...report.holdout!,
      rows: 0,
      converted: 0,
      auc: null,
      lift: null,
      ece: null,
      intervals: { ...report.holdout!.intervals, auc: unknown, lift: unknown },
    };
    const element = await showVerdict({ holdout });
    expect(textOf(element, 'figures')).toContain('–');
    expect(textOf(element, 'figures')).not.toMatch(/NaN|null|undefined/);
  });

  it('shows nothing without a report', async () => {
    const element = show('c-report-verdict', ReportVerdict, { report: {} });
    await settle();
    expect(findById(element, 'verdict')).toBeNull();
  });
});
