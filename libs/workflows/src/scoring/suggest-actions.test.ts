import { DAY_MS } from '@leadlight/common';
import { featureSchemaFor, type Activity, type FeatureValue, type LeadField } from '@leadlight/lead-features';
import type { TreeModel } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { additiveModel, historyOf, NOW, scoringModel } from '../testing/scoring.ts';
import { scoreHistories, type HistoryScoring } from './score-histories.ts';
import { suggestActions } from './suggest-actions.ts';

const FIELDS: readonly LeadField[] = ['Phone', 'Website', 'DoNotCall'].map((name) => ({
  name,
  label: name,
  type: name === 'DoNotCall' ? 'boolean' : 'string',
  custom: false,
  past: { kind: 'immutable' },
}));
const { schema } = featureSchemaFor(FIELDS);
const valueOf = (row: readonly FeatureValue[], name: string): number => {
  const value = Number(row[schema.features.findIndex((feature) => feature.name === name)]);
  return Number.isNaN(value) ? 0 : value;
};

/** A model whose probability is a function of named features. */
const scoringBy = (probability: (value: (name: string) => number) => number): HistoryScoring => {
  const predict = (row: readonly FeatureValue[]) => probability((name) => valueOf(row, name));
  const model: TreeModel = {
    ...additiveModel,
    predict,
    explain: (row) => ({ base: 0.5, raw: predict(row), contributions: new Float64Array(schema.features.length) }),
  };
  return { ...scoringModel, model, schema };
};

const call = (id: string, daysAgo: number): Activity => {
  const at = NOW - daysAgo * DAY_MS;
  return { id, kind: 'call', createdAt: at, completedAt: at, incoming: false };
};
const lead = { ...historyOf('L', { Phone: null, Website: null, DoNotCall: false }), createdAt: NOW - 200 * DAY_MS };

async function suggested(scoring: HistoryScoring, history = lead) {
  const [current] = await scoreHistories(scoring, [history], NOW, 0);
  return suggestActions(scoring, history, current!.score, NOW);
}

describe('suggestActions', () => {
  it('says to call or write today where the model reads how long ago the latest touch was', async () => {
    const neglected = { ...lead, activities: [call('1', 167)] };
    const suggestions = await suggested(
      scoringBy((value) => (value('days_since_last_touch') > 30 ? 0.2 : 0.45)),
      neglected,
    );
    expect(suggestions).toEqual([
      { actions: ['call_or_write'], score: 45, band: 'C', probability: 0.45, points: 25, reachesNextBand: true },
    ]);
  });

  it('combines up to three actions towards the next band, the fewest that reach it', async () => {
    const scoring = scoringBy(
      (value) => 0.31 + 0.1 * value('phone_present') + 0.1 * value('website_present') + 0.12 * value('meetings'),
    );
    const suggestions = await suggested(scoring);
    expect(suggestions.map(({ actions, score, reachesNextBand }) => [actions, score, reachesNextBand])).toEqual([
      [['meet'], 43, false],
      [['add_phone'], 42, false],
      [['add_website'], 42, false],
      [['meet', 'add_phone', 'add_website'], 63, true],
    ]);
  });

  it('offers no combination where a single action reaches the next band', async () => {
    const suggestions = await suggested(
      scoringBy((value) => 0.2 + 0.15 * value('phone_present') + 0.1 * value('meetings')),
    );
    expect(suggestions.map(({ actions }) => actions)).toEqual([['add_phone'], ['meet']]);
  });

  it('offers neither a call that the lead does not want nor what the lead itself would have to do', async () => {
    const scoring = scoringBy((value) => 0.2 + 0.2 * Math.min(1, value('calls')) + 0.2 * Math.min(1, value('replies')));
    expect((await suggested(scoring)).map(({ actions }) => actions)).toEqual([['call']]);
    const unwilling = { ...lead, fields: { ...lead.fields, DoNotCall: true } };
    expect(await suggested(scoring, unwilling)).toEqual([]);
  });

  it('offers nothing for an unranked lead', async () => {
    const scoring = scoringBy((value) => 0.2 + 0.2 * value('phone_present'));
    const ranking = {
      rules: { junk: null, closedStatuses: [], horizonDays: 90 },
      bandShares: { A: 20, B: 20, C: 30, D: 30 },
    };
    expect(await suggested({ ...scoring, ranking })).toEqual([]);
    expect(await suggested(scoring)).not.toEqual([]);
  });
});
