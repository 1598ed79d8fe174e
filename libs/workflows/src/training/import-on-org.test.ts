import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { scoreHistories } from '../scoring/score-histories.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import { importOnOrg, type ForestForOrg } from './import-on-org.ts';
import { histories, inMemoryOrg, NOW } from './org.fixture.ts';
import { trainOnOrg } from './train-and-publish.ts';

const leads = histories(800, 1);
const settings = { horizonDays: 30, snapshotAgesDays: [0] };
const TRAINED_UNTIL = NOW - 400 * DAY_MS;

/** A model of one tree: referrals, whose number is 0.6, reach the goal more often than others. */
const xgboost = (features: readonly string[]) => ({
  learner: {
    feature_names: features,
    objective: { name: 'binary:logistic' },
    learner_model_param: { base_score: '[3E-1]', num_feature: String(features.length) },
    gradient_booster: {
      name: 'gbtree',
      model: {
        trees: [
          {
            left_children: [1, -1, -1],
            right_children: [2, -1, -1],
            split_indices: [0, 0, 0],
            split_conditions: [0.5, -0.75, 1.25],
            default_left: [1, 0, 0],
            sum_hessian: [90, 60, 30],
            categories_nodes: [],
          },
        ],
      },
    },
  },
});
const forest = (more: Partial<ForestForOrg> = {}): ForestForOrg => ({
  format: 'xgboost',
  json: xgboost(['lead_source', 'employees']),
  trainedUntil: TRAINED_UNTIL,
  horizonDays: 30,
  categories: new Map([['lead_source', new Map(Object.entries({ Web: 0.2, Referral: 0.6 }))]]),
  ...more,
});

async function importing(more?: Partial<ForestForOrg>) {
  const { ports, saved } = inMemoryOrg(() => leads);
  // The defaults of the organisation are those of the training.
  const withSettings = {
    ...ports,
    scoringSettings: { ...ports.scoringSettings, findNewest: () => Promise.resolve({ settings, revision: 1 }) },
  } as unknown as typeof ports;
  const imported = await importOnOrg(withSettings, 'org', forest(more), noProgress);
  return { imported, saved, ports: withSettings };
}

describe('importOnOrg', () => {
  it('stores a model that is not active, calibrated and measured on leads that are newer than its training', async () => {
    const { imported, saved } = await importing();
    const { entry, report, features, calibratedOn } = imported;
    expect(entry).toMatchObject({ learner: 'xgboost', active: false, version: 1 });
    expect(features).toBe(2);
    // 371 leads were created since the training and have settled.
    expect(calibratedOn + report.holdout.rows).toBe(371);
    expect(report.holdout.auc).toBeGreaterThan(0.65);
    const { converted, examples } = scoringModelOf(entry, saved[0]!.file).model.facts;
    expect(examples).toBe(calibratedOn);
    expect(converted).toBeLessThan(calibratedOn / 2);
    expect(report.split.sentence).toMatch(
      /^Another program learned from snapshots until 2024-11-27\. Of leads created since, 18\d snapshots/,
    );
    expect(saved[0]!.entry.report).toMatchObject({ trainedSchema: { features: [{ name: 'lead_source' }, {}] } });
  });

  it('scores leads like any other model, with the other program’s raw predictions', async () => {
    const { saved } = await importing();
    const { entry, file } = saved[0]!;
    const scoring = scoringModelOf(entry, file);
    const start = Math.log(0.3 / 0.7);
    expect(scoring.model.explain(['Referral', 5]).raw).toBeCloseTo(start + 1.25, 7);
    expect(scoring.model.explain(['Web', 5]).raw).toBeCloseTo(start - 0.75, 7);
    // A category that the other program did not know counts as missing.
    expect(scoring.model.explain(['Fair', 5]).raw).toBe(scoring.model.explain([null, 5]).raw);
    const [referral, web] = await scoreHistories(scoring, leads.slice(0, 2), NOW, 5);
    expect(referral!.score.score).toBeGreaterThan(web!.score.score);
    expect(referral!.score.reasons.map(({ field }) => field)).toEqual(['LeadSource']);
    // A third of the leads are referrals, of which about 60 % reach the goal; 20 % of the others do.
    expect(referral!.score.probability).toBeCloseTo(0.6, 1);
    expect(web!.score.probability).toBeCloseTo(0.2, 1);
  });

  it('refuses a feature that the org does not have, or has as another kind', async () => {
    await expect(importing({ json: xgboost(['lead_source', 'budget']) })).rejects.toMatchObject({
      code: 'column_absent',
    });
    await expect(importing({ categories: new Map() })).rejects.toMatchObject({ code: 'table_columns' });
  });

  it('refuses another horizon, and a training after which too few leads have settled', async () => {
    await expect(importing({ horizonDays: 90 })).rejects.toMatchObject({ code: 'import_horizon_differs' });
    await expect(importing({ trainedUntil: NOW - 60 * DAY_MS })).rejects.toMatchObject({
      code: 'import_outcomes_missing',
    });
  });

  it('can be compared with a new training, although it cannot be trained again', async () => {
    const { imported, saved, ports } = await importing();
    await ports.models.activate('org', imported.entry.id);
    const { comparison, published } = await trainOnOrg(ports, 'org', { settings, quick: true }, noProgress);
    expect(comparison).toMatchObject({ on: 'settled_since' });
    // Not on leads whose outcome calibrated the imported model.
    expect(comparison!.rows).toBe(imported.report.holdout.rows);
    expect(published).toBe(saved.at(-1)!.entry.active);
  });
});
