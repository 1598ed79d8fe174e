import ScoreReasons from 'c/scoreReasons';
import type { Explanation } from 'c/storedScore';
import { scoredLeadExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

const showReasons = (explanation: Explanation) => show('c-score-reasons', ScoreReasons, { explanation });

const rowsOf = (element: Element) =>
  [...(element.shadowRoot?.querySelectorAll('[data-reason]') ?? [])].map((row) => ({
    key: row.getAttribute('data-reason'),
    name: row.querySelector('.name')?.textContent,
    value: row.querySelector('.value')?.textContent ?? undefined,
    points: row.querySelector('.points')?.textContent ?? '',
    spoken: row.querySelector('.slds-assistive-text')?.textContent,
  }));

const pointsOf = (points: string) => Number(points.replace('−', '-'));

/** The example with two more reasons taken out of `otherPoints`. */
function manyReasons(): Explanation {
  const { reasons, otherPoints, baselineScore } = scoredLeadExample();
  const more = [1, 2].map((points) => ({ ...reasons[0]!, feature: `more_${points}`, points }));
  return { baselineScore, reasons: [...reasons, ...more], otherPoints: otherPoints - 3 };
}

/** How many reasons are shown, what all rows add up to, and what the toggle says of itself. */
async function readReasons(element: Element) {
  await settle();
  await expect(element).toBeAccessible();
  const [start, ...steps] = rowsOf(element);
  const end = steps.pop();
  return {
    reasons: steps.filter(({ key }) => key !== 'other').length,
    missingPoints: steps.reduce(
      (at, { points }) => at - pointsOf(points),
      pointsOf(end!.points) - pointsOf(start!.points),
    ),
    expanded: findById(element, 'toggle')?.getAttribute('aria-expanded'),
  };
}

describe('scoreReasons', () => {
  afterEach(clearPage);

  it('hides the value but not the points of a field that the user may not read', async () => {
    const explanation = scoredLeadExample();
    const [source, ...others] = explanation.reasons;
    const element = showReasons({ ...explanation, reasons: [{ ...source!, value: null, hidden: true }, ...others] });
    await settle();
    const [, row] = rowsOf(element);
    expect(row).toMatchObject({ key: source!.feature, value: 'not shown to you', points: '+14' });
    await expect(element).toBeAccessible();
  });

  it('shows the steps from an average lead to this one, with value, direction and points', async () => {
    const element = showReasons(scoredLeadExample());
    await settle();
    expect(rowsOf(element)).toEqual([
      { key: 'start', name: 'An average lead', value: undefined, points: '50', spoken: 'the score starts at 50' },
      { key: 'lead_source', name: 'Lead source', value: 'Referral', points: '+14', spoken: 'raises the score by 14' },
      {
        key: 'replies_30d',
        name: 'Replies by the lead in 30 days',
        value: '3',
        points: '+12',
        spoken: 'raises the score by 12',
      },
      {
        key: 'employees',
        name: 'Employees',
        value: '480',
        points: '+9',
        spoken: 'raises the score by 9',
      },
      {
        key: 'phone_present',
        name: 'Phone number known',
        value: 'yes',
        points: '+3',
        spoken: 'raises the score by 3',
      },
      {
        key: 'title_seniority',
        name: 'Seniority by title',
        value: 'not known',
        points: '−5',
        spoken: 'lowers the score by 5',
      },
      { key: 'other', name: 'Everything else', value: undefined, points: '+4', spoken: 'raises the score by 4' },
      { key: 'end', name: 'This lead', value: undefined, points: '87', spoken: 'the score ends at 87' },
    ]);
    await expect(element).toBeAccessible();
  });

  it('shows the five strongest reasons, then all, and the points always add up', async () => {
    const explanation = manyReasons();
    const element = showReasons(explanation);
    expect(await readReasons(element)).toEqual({ reasons: 5, missingPoints: 0, expanded: 'false' });
    findById(element, 'toggle')?.click();
    expect(await readReasons(element)).toEqual({ reasons: 7, missingPoints: 0, expanded: 'true' });
    findById(element, 'toggle')?.click();
    expect(await readReasons(element)).toEqual({ reasons: 5, missingPoints: 0, expanded: 'false' });
  });

  it('has a toggle that the keyboard reaches', async () => {
    const element = showReasons(manyReasons());
    await settle();
    const toggle = findById(element, 'toggle') as HTMLButtonElement;
    expect(toggle.tagName).toBe('BUTTON');
    expect(toggle.tabIndex).toBe(0);
    toggle.focus();
    expect(element.shadowRoot?.activeElement).toBe(toggle);
    expect(textOf(element, 'toggle')).toBe('Show all 7 reasons');
  });

  it('draws each step from the end of the previous one', async () => {
    const element = showReasons(scoredLeadExample());
    await settle();
    const lefts = [...element.shadowRoot!.querySelectorAll<HTMLElement>('.bar')].map((bar) =>
      Math.round((parseFloat(bar.style.left) * 99) / 100),
    );
    expect(lefts).toEqual([0, 50, 64, 76, 85, 83, 83, 0]);
  });

  it.each([
    ['above 99', 60, [60, -40], -10],
    ['below 0', 40, [-60, 30], 5],
  ])('keeps every bar in its lane if the steps go %s', async (_, baselineScore, points, otherPoints) => {
    const [reason] = scoredLeadExample().reasons;
    const reasons = points.map((each, index) => ({ ...reason!, feature: `feature_${index}`, points: each }));
    const element = showReasons({ baselineScore, reasons, otherPoints });
    await settle();
    for (const row of element.shadowRoot!.querySelectorAll<HTMLElement>('.bar')) {
      const left = parseFloat(row.style.left);
      const width = Number(/([\d.]+)%/.exec(row.getAttribute('style')!.split('width')[1]!)?.[1]);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(100.01);
    }
  });

  it('shows a text without reasons', async () => {
    const element = showReasons({ baselineScore: 50, otherPoints: 1, reasons: [] });
    await settle();
    expect(textOf(element, 'no-reasons')).toBe('No single reason stands out for this lead.');
    await expect(element).toBeAccessible();
  });

  it('lets the user give feedback on each reason of a live score', async () => {
    const stamp = { leadId: '00Q5g00000KpXc1EAF', modelId: '9f2c41d07be35a68', inputHash: '5b0f'.repeat(16) };
    const element = showReasons(scoredLeadExample());
    await settle();
    expect(findById(element, 'toggle')).toBeNull();
    Object.assign(element, { stamp });
    await settle();
    const asked = [...element.shadowRoot!.querySelectorAll('c-reason-feedback')] as (HTMLElement & {
      feature: string;
    })[];
    expect(asked.map(({ feature }) => feature)).toEqual(scoredLeadExample().reasons.map(({ feature }) => feature));
    await expect(element).toBeAccessible();
  });
});
