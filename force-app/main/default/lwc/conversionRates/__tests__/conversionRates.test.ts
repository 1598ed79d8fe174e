import type { ConversionRates as Rates } from '@leadlight/contract';
import getConversionRates from '@salesforce/apex/LeadlightAdminController.getConversionRates';
import ConversionRates from 'c/conversionRates';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock(
  '@salesforce/apex/LeadlightAdminController.getConversionRates',
  () => ({ __esModule: true, default: jest.fn() }),
  { virtual: true },
);

const mocked = getConversionRates as jest.MockedFunction<typeof getConversionRates>;
const example = readExample<Rates>('conversion-rates.response');
const NAMES = { '0055g00000AbCdEAAX': 'Mia Park', '00G5g000002XyZ1EAK': 'Web leads' };
const figures = { settled: 0, reached: 0, interval: null, unsettled: 0, unsettledReached: 0, scores: null };

const answer = (rates: Partial<Rates> = {}, names: Readonly<Record<string, string>> = NAMES) =>
  mocked.mockResolvedValue({ rates: JSON.stringify({ ...example, ...rates }), names });

const showRates = async () => {
  const element = show('c-conversion-rates', ConversionRates, {});
  await settle();
  return element;
};

const rowsOf = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent!.replace(/\s+/g, ' ').trim()).join(' | '),
  );
const headersOf = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('thead th')].map((cell) => cell.textContent);
const notesOf = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('[data-id="note"]')].map((note) => note.textContent);

async function choose(element: Element, groupedBy: string) {
  const select = findById(element, 'grouped-by') as HTMLSelectElement;
  select.value = groupedBy;
  select.dispatchEvent(new CustomEvent('change'));
  await settle();
}

describe('conversionRates', () => {
  afterEach(() => {
    clearPage();
    mocked.mockReset();
  });

  it('shows each team with its range, what the scores promised, and leads that are too new', async () => {
    answer();
    const element = await showRates();
    expect(rowsOf(element)).toEqual([
      'Mia Park | 30%90% range 28%–33% | 702 | 214 | 96actual 108, of 350 leads with a score | 12019 of them already',
      'Queue Web leads | 21%90% range 19%–24% | 575 | 122 | 67actual 63, of 290 leads with a score | 9212 of them already',
      'Manager not known | too few90% range 7.7%–50% | 9 | 2 | – | 0',
      'All leads | 26%90% range 24%–28% | 1,286 | 338 | 163actual 171, of 640 leads with a score | 21231 of them already',
    ]);
    expect(notesOf(element)[0]).toContain('60 days');
    await expect(element).toBeAccessible();
  });

  it('marks no share of a group with too few leads', async () => {
    answer();
    const element = await showRates();
    const marks = [...element.shadowRoot!.querySelectorAll('tbody tr')].map(
      (row) => row.querySelector('.mark') !== null,
    );
    expect(marks).toEqual([true, true, false, true]);
  });

  it('begins with bands and asks again for another grouping', async () => {
    answer();
    const element = await showRates();
    await choose(element, 'source');
    expect(mocked.mock.calls.map(([{ groupedBy }]) => groupedBy)).toEqual(['band', 'source']);
  });

  it('shows the answer to the latest choice only', async () => {
    answer();
    const element = await showRates();
    let answerLate: (rates: Awaited<ReturnType<typeof getConversionRates>>) => void = () => undefined;
    mocked.mockReturnValueOnce(new Promise((resolve) => (answerLate = resolve)));
    await choose(element, 'rep');
    answer({ groupedBy: 'month', groups: [{ ...figures, kind: 'month', key: '2026-11', settled: 20, reached: 5 }] });
    await choose(element, 'month');
    answerLate({ rates: JSON.stringify({ ...example, groupedBy: 'rep' }), names: NAMES });
    await settle();
    expect(rowsOf(element)).toEqual([expect.stringContaining('Nov 2026 | 25% | 20 | 5')]);
  });

  it('shows held-out snapshots by band until a score is old enough, and says so', async () => {
    const heldOut = [{ band: 'A', settled: 100, reached: 50, interval: { low: 0.42, high: 0.58 } }];
    answer({ groupedBy: 'band', groups: [], overall: figures, heldOut, unscored: 7 });
    const element = await showRates();
    expect(rowsOf(element)).toEqual(['A | 50%90% range 42%–58% | 100 | 50']);
    expect(headersOf(element)).toEqual(['Band', 'Share converted', 'Snapshots', 'Converted']);
    expect(notesOf(element)[0]).toContain('held out');
    await expect(element).toBeAccessible();
  });

  it('says that no score is old enough instead of showing a column without figures', async () => {
    answer({ overall: { ...example.overall, scores: null } });
    const element = await showRates();
    expect(headersOf(element)).not.toContain('Expected by the scores');
    expect(notesOf(element)).toContainEqual(expect.stringContaining('No score is 60 days old yet'));
  });

  it('counts the leads that bands leave out', async () => {
    const groups = [{ ...figures, kind: 'band', key: 'A', settled: 40, reached: 20 } as const];
    answer({ groupedBy: 'band', groups, overall: { ...figures, settled: 40, reached: 20 }, heldOut: [], unscored: 7 });
    expect(notesOf(await showRates())).toContain('7 leads without such a score are left out.');
  });

  it.each([
    [{ kind: 'won' }, 'Won', 'Share won'],
    [{ kind: 'opportunity' }, 'Goal reached', 'Share that reached the goal'],
    [{ kind: 'status', status: 'Qualified' }, 'Qualified', 'Share that reached the goal'],
  ] as const)('words the goal %o', async (goal, title, share) => {
    answer({ goal });
    const element = await showRates();
    expect([headersOf(element)[3], headersOf(element)[1]]).toEqual([title, share]);
    expect(element.shadowRoot!.textContent).not.toMatch(/convert/i);
  });

  it('does not name people and queues that the user may not see', async () => {
    answer({}, {});
    const rows = rowsOf(await showRates());
    expect(rows[0]).toContain('User that you may not see');
    expect(rows[1]).toContain('Queue that you may not see');
  });

  it.each([
    ['no_managers', 'No user has a manager'],
    ['owner_not_read', 'OwnerId is not read'],
    ['source_not_read', 'LeadSource is not read'],
    [undefined, 'No lead is old enough'],
  ] as const)('says why there are no groups (%s)', async (unavailable, text) => {
    answer({ groups: [], unavailable });
    const element = await showRates();
    expect(textOf(element, 'empty')).toContain(text);
    await expect(element).toBeAccessible();
  });

  it('shows 12 of many groups, all leads together, and the others on request', async () => {
    const groups = Array.from({ length: 20 }, (_, n) => ({ ...figures, kind: 'source' as const, key: `S${n}` }));
    answer({ groupedBy: 'source', groups });
    const element = await showRates();
    expect(rowsOf(element)).toHaveLength(13);
    expect(rowsOf(element).at(-1)).toContain('All leads');
    findById(element, 'toggle')!.click();
    await settle();
    expect(rowsOf(element)).toHaveLength(21);
  });

  it('shows the message of an error', async () => {
    mocked.mockRejectedValue({ body: { message: 'The scoring service rejected the key.' } });
    const element = await showRates();
    expect(textOf(element, 'error')).toBe('The scoring service rejected the key.');
    await expect(element).toBeAccessible();
  });
});
