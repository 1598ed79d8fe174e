import type { Band, RepAction, WhatIfSuggestion } from '@leadlight/contract';
import type { Instant, LeadHistory } from '@leadlight/lead-features';
import type { ExplainedScore } from '@leadlight/lead-score';
import { repActionsFor } from './rep-actions.ts';
import { scoreHistories, type HistoryScoring } from './score-histories.ts';

const MAX_ACTIONS = 3;
const MAX_SINGLE_ACTIONS = 3;
/** Points within which calling and writing have the same effect. */
const SAME_EFFECT_POINTS = 2;
const BANDS: readonly Band[] = ['A', 'B', 'C', 'D'];

interface Plan {
  readonly actions: readonly RepAction[];
  readonly score: ExplainedScore;
}

/**
 * What a rep can do to raise a lead's score, by the pipeline that scores it: the best single actions, then the fewest
 * together that reach the next band, or the best three if none do. An association, not a promise.
 * @param current the lead's score
 * @returns empty for an unranked lead, and where nothing raises the score
 */
export async function suggestActions(
  scoring: HistoryScoring,
  lead: LeadHistory,
  current: ExplainedScore,
  now: Instant,
): Promise<WhatIfSuggestion[]> {
  if (current.unranked) return [];
  const plans = (await scorePlans(scoring, lead, now)).filter(({ score }) => score.score > current.score);
  const better = withoutNeedlessMeetings(withMergedContacts(plans)).sort(
    (a, b) => b.score.score - a.score.score || a.actions.length - b.actions.length,
  );
  const reachesNextBand = ({ score }: Plan) => BANDS.indexOf(score.band) < BANDS.indexOf(current.band);
  const singles = better.filter(({ actions }) => actions.length === 1).slice(0, MAX_SINGLE_ACTIONS);
  const combinations = better.filter(({ actions }) => actions.length > 1);
  const bySize = combinations.toSorted((a, b) => a.actions.length - b.actions.length);
  const best = singles.some(reachesNextBand) ? undefined : (bySize.find(reachesNextBand) ?? combinations[0]);
  const isWorthIt = best && best.score.score > (singles[0]?.score.score ?? current.score);
  return [...singles, ...(isWorthIt ? [best] : [])].map((plan) => ({
    actions: [...plan.actions],
    score: plan.score.score,
    band: plan.score.band,
    probability: plan.score.probability,
    points: plan.score.score - current.score,
    reachesNextBand: reachesNextBand(plan),
  }));
}

async function scorePlans(scoring: HistoryScoring, lead: LeadHistory, now: Instant): Promise<Plan[]> {
  const possible = repActionsFor(lead);
  const sets = combinationsOf([...possible.keys()], MAX_ACTIONS);
  const histories = sets.map((actions) =>
    actions.reduce((history, action) => possible.get(action)!(history, now), lead),
  );
  const scored = await scoreHistories(scoring, histories, now, 0);
  return sets.map((actions, i) => ({ actions, score: scored[i]!.score }));
}

/** Every set of one to `max` of the items, the smaller ones first. */
function combinationsOf<Item>(items: readonly Item[], max: number): Item[][] {
  let sets: Item[][] = [[]];
  const all: Item[][] = [];
  for (let size = 1; size <= max; size++) {
    sets = sets.flatMap((set) => items.slice(items.indexOf(set.at(-1)!) + 1).map((item) => [...set, item]));
    all.push(...sets);
  }
  return all;
}

/** A meeting counts as a touch too: where a call or a message does as much for the score, it is not suggested. */
function withoutNeedlessMeetings(plans: readonly Plan[]): Plan[] {
  const scoreOf = (...actions: readonly RepAction[]) =>
    Math.max(
      ...plans.flatMap((plan) =>
        plan.actions.length === 1 && actions.includes(plan.actions[0]!) ? [plan.score.score] : [],
      ),
    );
  const isNeedless = scoreOf('call', 'write', 'call_or_write') >= scoreOf('meet') - SAME_EFFECT_POINTS;
  return plans.filter(({ actions }) => !isNeedless || !actions.includes('meet'));
}

/** A rep who may either call or write needs one suggestion, with the lower of the two scores. */
function withMergedContacts(plans: readonly Plan[]): Plan[] {
  const single = (action: RepAction) => plans.find(({ actions }) => actions.length === 1 && actions[0] === action);
  const [call, write] = [single('call'), single('write')];
  if (!call || !write || Math.abs(call.score.score - write.score.score) > SAME_EFFECT_POINTS) return [...plans];
  const lower = call.score.score <= write.score.score ? 'call' : 'write';
  const other = lower === 'call' ? 'write' : 'call';
  return plans
    .filter(({ actions }) => !actions.includes(other))
    .map(({ actions, score }) => ({
      actions: actions.map((action) => (action === lower ? 'call_or_write' : action)),
      score,
    }));
}
