import type { PastScore } from 'c/scoreChange';
import ScoreTrend from 'c/scoreTrend';
import { readApexResult } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';
import { DAY_MS } from 'c/scoreFormat';

const { scores } = readApexResult<{ readonly scores: readonly PastScore[] }>('LeadScoreController.listScores');
const newestAt = Date.parse(scores[0]!.scoredAt);

const showTrend = async (past: readonly PastScore[], lastVisit?: number) => {
  const element = show('c-score-trend', ScoreTrend, { scores: past, lastVisit, now: newestAt });
  await settle();
  return element;
};

const scoredDaysAgo = (days: number) => [
  scores[0]!,
  { ...scores[1]!, model: scores[0]!.model, scoredAt: new Date(newestAt - days * DAY_MS).toISOString() },
];

describe('scoreTrend', () => {
  afterEach(clearPage);

  it('shows what changed, since when, and the cause', async () => {
    const element = await showTrend(scoredDaysAgo(3));
    expect(textOf(element, 'change')).toBe('−18 since Friday');
    expect(textOf(element, 'cause')).toBe('Days since the latest touch: 96 days, previously 21 days');
    await expect(element).toBeAccessible();
  });

  it.each([
    [0, '−18 since 10:30'],
    [3, '−18 since Friday'],
    [40, '−18 since 14 Oct 2026'],
  ])('formats the day of a score %i days ago', async (days, text) => {
    expect(textOf(await showTrend(scoredDaysAgo(days)), 'change')).toBe(text);
  });

  it('shows if nothing changed or the model changed', async () => {
    const [newest, older] = scoredDaysAgo(3) as [(typeof scores)[0], (typeof scores)[0]];
    const unchanged = [newest, { ...older, score: newest.score }];
    expect(textOf(await showTrend(unchanged, newestAt), 'change')).toBe('Unchanged since Friday');
    clearPage();
    const renewed = await showTrend([newest, { ...older, model: { id: 'another', version: 6 } }]);
    expect(textOf(renewed, 'cause')).toBe('A new model computed the score.');
  });

  it('draws the scores from the oldest to the newest, higher scores higher', async () => {
    const element = await showTrend([99, 50, 1].map((score) => ({ ...scores[0]!, score })));
    expect(findById(element, 'line')?.querySelector('polyline')?.getAttribute('points')).toBe('3,25 48,14 93,3');
    expect(findById(element, 'line')?.getAttribute('aria-label')).toBe('The latest 3 scores, oldest first: 1, 50, 99.');
  });

  it('draws repeated scores once', async () => {
    const element = await showTrend([50, 50, 1, 1].map((score) => ({ ...scores[0]!, score })));
    expect(findById(element, 'line')?.querySelector('polyline')?.getAttribute('points')).toBe('3,25 93,14');
  });

  it('shows nothing for one score, or at the first visit if nothing changed', async () => {
    expect(findById(await showTrend([scores[0]!]), 'change')).toBeNull();
    clearPage();
    expect(findById(await showTrend([scores[0]!, scores[0]!]), 'change')).toBeNull();
  });
});
