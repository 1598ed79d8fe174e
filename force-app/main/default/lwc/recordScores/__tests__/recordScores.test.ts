import type { LocalizedMessage, RecordScore } from '@leadlight/contract';
import listScores from '@salesforce/apex/RecordScoreController.listScores';
import RecordScores from 'c/recordScores';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/RecordScoreController.listScores', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const listed = listScores as jest.MockedFunction<typeof listScores>;
const example = readExample<RecordScore>('record-score.response');
const { reason } = readExample<{ readonly reason: LocalizedMessage }>('problem.record-outside-population');

async function showCard(answer: object | Error) {
  if (answer instanceof Error) listed.mockRejectedValue(answer);
  else listed.mockResolvedValue(JSON.stringify({ scores: [], unscored: [], ...answer }));
  const element = show('c-record-scores', RecordScores, { recordId: example.recordId });
  await settle();
  return element;
}

const reasonsOf = (element: Element): HTMLElement[] => [
  ...element.shadowRoot!.querySelector('c-score-reasons')!.shadowRoot!.querySelectorAll<HTMLElement>('[data-reason]'),
];

describe('recordScores', () => {
  afterEach(() => {
    clearPage();
    listed.mockReset();
  });

  it('shows the score, the probability, the range and reasons that add up', async () => {
    const element = await showCard({ scores: [example] });
    const card = element.shadowRoot!.querySelector('[data-propensity="account-churns"]')!;
    expect(card.querySelector('h3')!.textContent).toBe('Account churns');
    expect(textOf(element, 'probability')).toBe('34% likely within 120 days');
    expect(textOf(element, 'rank')).toBe('Higher than about 87 of 100 records');
    expect(textOf(element, 'band-name')).toBe('Band A');
    expect(textOf(element, 'similar')).toBe(
      'Of 214 past records with a similar score, it came true for 32% (27%–37%).',
    );
    expect(textOf(element, 'scored-at')).toMatch(/^Scored 30 Nov 2026.* · Model version 1$/);
    const points = reasonsOf(element).map((row) => row.querySelector('.points')!.textContent!.replace('−', '-'));
    const start = Number(points[0]);
    expect(points.slice(1, -1).reduce((sum, each) => sum + Number(each), start)).toBe(example.score);
    expect(points.at(-1)).toBe(String(example.score));
    expect(reasonsOf(element)[0]!.textContent).toContain('An average record');
    await expect(element).toBeAccessible();
  });

  it('names what related records amount to, and hides what the user may not read', async () => {
    const reasons = example.reasons.map((each, index) => (index === 0 ? { ...each, value: null, hidden: true } : each));
    const element = await showCard({ scores: [{ ...example, reasons }] });
    const [, first, second] = reasonsOf(element).map(({ textContent }) => textContent!);
    expect(first).toContain('Purchases: time since the latest, as a multiple of the mean gap');
    expect(first).toContain('not shown to you');
    expect(second).toContain('Cases: number in 90 days');
    expect(second).toContain('4');
  });

  it('colours a high score red where the event is unwelcome, and green where it is welcome', async () => {
    const ring = (element: Element) =>
      element.shadowRoot!.querySelector('c-score-ring')!.shadowRoot!.querySelector('.arc')!.getAttribute('class');
    expect(ring(await showCard({ scores: [example] }))).toBe('arc band-d');
    clearPage();
    expect(ring(await showCard({ scores: [{ ...example, isFavourable: true }] }))).toBe('arc band-a');
  });

  it('reverses the colours of the reasons where the event is unwelcome', async () => {
    const rows = (element: Element) => reasonsOf(element)[0]!.parentElement!.className;
    expect(rows(await showCard({ scores: [example] }))).toBe('rows unfavourable');
    clearPage();
    expect(rows(await showCard({ scores: [{ ...example, isFavourable: true }] }))).toBe('rows');
  });

  it('shows the scores in the fields of the record, with their date, where the service does not answer', async () => {
    const churn = {
      propensityId: 'account-churns',
      label: 'account-churns',
      isFavourable: false,
      score: 87,
      band: 'A',
    };
    const stored = [{ ...churn, probability: 0.34, scoredAt: '2026-11-30T09:00:00.000Z' }];
    const element = await showCard({ stored, failure: 'The scoring service did not answer.' });
    expect(textOf(element, 'error')).toBe('The scoring service did not answer.');
    const card = element.shadowRoot!.querySelector('[data-stored="account-churns"]')!;
    expect(card.querySelector('h3')!.textContent).toBe('Account churns');
    expect(card.textContent).toContain('34% likely');
    expect(textOf(element, 'stale')).toMatch(
      /^This is the stored score of 30 Nov 2026.*\. The live score could not be fetched\.$/,
    );
    expect(findById(element, 'empty')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('says why a record has no score', async () => {
    const unscored = [
      { propensityId: 'account-churns', label: 'Account churns', reason },
      { propensityId: 'account-buys-again', label: 'Renewals of ours' },
    ];
    const element = await showCard({ unscored });
    const texts = [...element.shadowRoot!.querySelectorAll('[data-unscored]')].map(({ textContent }) => textContent);
    expect(texts).toEqual([
      'Account churnsNothing is predicted when 120 days have passed without one of these: Purchases.',
      'Renewals of oursThis record has no score yet.',
    ]);
    await expect(element).toBeAccessible();
  });

  it('warns of few similar records and of an uncertain model', async () => {
    const few = { ...example, similarRecords: { ...example.similarRecords, count: 12 } };
    expect(textOf(await showCard({ scores: [few] }), 'warning')).toContain('Only 12 past records');
    clearPage();
    expect(textOf(await showCard({ scores: [{ ...example, uncertain: true }] }), 'warning')).toContain('uncertain');
    clearPage();
    const none = { ...example, similarRecords: { count: 0, converted: 0, low: 0, high: 1 } };
    expect(textOf(await showCard({ scores: [none] }), 'similar')).toBe('No past record had a similar score.');
  });

  it('says that nothing is predicted, and shows a failure', async () => {
    expect(textOf(await showCard({}), 'empty')).toBe('Nothing is predicted for records of this kind yet.');
    clearPage();
    const element = await showCard(new Error('No answer.'));
    expect(textOf(element, 'error')).toBe('No answer.');
    await expect(element).toBeAccessible();
    listed.mockResolvedValue(JSON.stringify({ scores: [example], unscored: [] }));
    findById(element, 'refresh')!.click();
    await settle();
    expect(findById(element, 'error')).toBeNull();
    expect(element.shadowRoot!.querySelector('[data-propensity]')).not.toBeNull();
  });

  it('ignores the answer for a record that the page has left', async () => {
    let answer!: (text: string) => void;
    listed.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const element = show('c-record-scores', RecordScores, { recordId: '001000000000009AAA' });
    listed.mockResolvedValue(JSON.stringify({ scores: [], unscored: [] }));
    Object.assign(element, { recordId: example.recordId });
    answer(JSON.stringify({ scores: [example], unscored: [] }));
    await settle();
    expect(element.shadowRoot!.querySelector('[data-propensity]')).toBeNull();
    expect(listed.mock.calls).toEqual([[{ recordId: '001000000000009AAA' }], [{ recordId: example.recordId }]]);
  });
});
