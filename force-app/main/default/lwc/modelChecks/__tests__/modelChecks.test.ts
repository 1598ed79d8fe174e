import type { ModelChecks as Checks } from '@leadlight/contract';
import listChecks from '@salesforce/apex/LeadlightAdminController.listChecks';
import getChecks from '@salesforce/apex/PropensitiesController.getChecks';
import ModelChecks from 'c/modelChecks';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.listChecks', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

jest.mock('@salesforce/apex/PropensitiesController.getChecks', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const ofPropensity = getChecks as jest.MockedFunction<typeof getChecks>;
const mocked = listChecks as jest.MockedFunction<typeof listChecks>;
const example = readExample<Checks>('checks.response');

async function showChecks(checks: Partial<Checks> = {}) {
  mocked.mockResolvedValue(JSON.stringify({ ...example, ...checks }));
  const element = show('c-model-checks', ModelChecks, {});
  await settle();
  return element;
}

const charts = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('c-line-chart')].map(
    (chart) => (chart as HTMLElement & { chart: { title: string; rows: readonly string[][]; spoken: string } }).chart,
  );
const events = (element: Element) =>
  [...element.shadowRoot!.querySelectorAll('[data-event]')].map((row) =>
    [...row.querySelectorAll('[data-id]')].map((part) => part.textContent!.trim()).filter((text) => text !== ''),
  );

describe('modelChecks', () => {
  afterEach(() => {
    clearPage();
    mocked.mockReset();
  });

  it('draws the estimates over time, oldest first, with what they would be if the predictions held', async () => {
    const element = await showChecks();
    const [auc, rate] = charts(element);
    expect(auc!.rows).toEqual([
      ['21 Nov 2026', '0.83', '0.79–0.87', '0.82'],
      ['22 Nov 2026', '0.79', '0.75–0.83', '0.82'],
      ['23 Nov 2026', '0.72', '0.68–0.76', '0.82'],
      ['24 Nov 2026', '0.71', '0.67–0.75', '0.82'],
    ]);
    expect(auc!.spoken).toBe('AUC over 4 checks: most recently 0.71, 90% interval 0.67–0.75.');
    expect(rate!.rows.at(-1)).toEqual(['24 Nov 2026', '13%', '11%–15%', '16%']);
    await expect(element).toBeAccessible();
  });

  it('lists what was found, what to do about it, and how sure it is', async () => {
    expect(events(await showChecks())).toEqual([
      [
        'Alarm',
        'Leads since 29 Oct 2026 turn out differently than predicted: about 13% will reach the goal, where 16% were predicted. The AUC is about 0.72 (0.68 to 0.76); it would be 0.82 if the predictions still held.',
        'A new model is trained at once and published if it is no worse. Ask those who work with the leads what has changed.',
        'Found 23 Nov 2026, model v3',
        'Without a change, such evidence would appear once in 140 weeks at most.',
      ],
      [
        'For information',
        'Since 5 Nov 2026, the values of Industry have been distributed differently (population stability index 0.31).',
        'Found 20 Nov 2026, model v3',
        'Without a change, such evidence would appear once in 61 weeks at most.',
      ],
      [
        'Alarm',
        'Since 31 Aug 2026, Phone has been empty for 97% of the leads; before, for 42%.',
        'Found 2 Sept 2026, model v2. Ended 19 Sept 2026',
        'Without a change, such evidence would practically never appear.',
      ],
    ]);
  });

  it('says that nothing was found', async () => {
    const element = await showChecks({ events: [] });
    expect(textOf(element, 'nothing')).toBe('Nothing was found.');
  });

  it('says why there is no chart: no check yet, or too few conversions', async () => {
    const unchecked = await showChecks({ checks: [], measures: [], events: [] });
    expect(textOf(unchecked, 'empty')).toContain('has not been checked yet');
    expect(findById(unchecked, 'nothing')).toBeNull();
    clearPage();
    const young = await showChecks({ checks: example.checks.map((check) => ({ ...check, performance: null })) });
    expect(textOf(young, 'empty')).toContain('Too few of the newest leads');
  });

  it('names the value of a feature that a message is about', async () => {
    const [event] = example.events;
    const message = {
      code: 'event_segment_changed',
      values: [
        { format: 'day' as const, value: Date.UTC(2026, 10, 2) },
        { format: 'share' as const, value: 0.2 },
        { format: 'share' as const, value: 0.05 },
      ],
      names: ['industry=Energy'],
      english: '',
    };
    const [row] = events(await showChecks({ events: [{ ...event!, message, weeksBetweenFalseAlarms: null }] }));
    expect(row![1]).toBe(
      'Leads with Industry: Energy turn out differently since 2 Nov 2026: about 5% will reach the goal, where 20% were predicted.',
    );
    expect(row).toHaveLength(4);
  });

  it('shows the error of the service', async () => {
    mocked.mockRejectedValue({ body: { message: 'The service is away.' } });
    const element = show('c-model-checks', ModelChecks, {});
    await settle();
    expect(textOf(element, 'error')).toBe('The service is away.');
  });

  it('speaks of records where the checks are those of a propensity', async () => {
    ofPropensity.mockResolvedValue(JSON.stringify(example));
    const element = show('c-model-checks', ModelChecks, { propensityId: 'account-churns' });
    await settle();
    expect(ofPropensity.mock.calls).toEqual([[{ propensityId: 'account-churns' }]]);
    expect(mocked).not.toHaveBeenCalled();
    expect(charts(element).map(({ title }) => title)).toEqual(['AUC', 'Share for which it comes true']);
    expect(textOf(element, 'help')).toContain('from the newest records');
    expect(events(element).flat().join(' ')).toMatch(/Records since 29 Oct 2026 turn out differently than predicted/);
    expect(element.shadowRoot!.textContent).not.toMatch(/\bleads?\b/i);
  });
});
