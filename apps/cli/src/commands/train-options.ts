import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import { Option, type Command } from 'commander';
import type { Goal } from '@leadlight/lead-features';
import { learnerIds } from '@leadlight/learners';
import { DEFAULT_SCORING_SETTINGS, type AssessSettings, type TrainingRequest } from '@leadlight/workflows';
import { CliError } from '../errors.ts';
import { parseInteractionConstraints, parseGoal, parseMonotonicConstraints } from './parse-constraints.ts';
import { parseFraction, parseList, parsePositiveNumber, wholeNumberParser, type CommonOptions } from './options.ts';

/** How to train and judge, whatever is learned from; what is not given is as the org's settings say. */
export interface TrainingOptions extends CommonOptions {
  readonly learner?: ScoringSettings['learner'];
  readonly seed: number;
  readonly threshold?: number;
  readonly allow?: string[];
  readonly exclude?: string[];
  readonly capacity?: number;
  readonly incoming?: number;
  readonly dealValue?: number;
  readonly callCost?: number;
  readonly backtest?: boolean;
  readonly segmentBy?: string;
  readonly report?: string;
  readonly horizon?: number;
  readonly goal?: Goal;
  readonly keepJunk?: boolean;
  readonly halfLife?: number;
  readonly classWeight?: number;
  readonly monotone?: ScoringSettings['monotonicConstraints'];
  readonly apart?: ScoringSettings['interactionConstraints'];
}

/** Which columns of a CSV say what. */
export interface CsvOptions {
  readonly label?: string;
  readonly positive?: string;
  readonly id?: string;
  readonly created?: string;
  readonly convertedAt?: string;
  readonly horizon?: number;
  readonly exclude?: string[];
  readonly missing?: string[];
}

/** Options of all commands that learn. */
export const addTrainingOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--learner <name>', 'who learns; best = whoever wins on the held-out leads (best unless set)').choices(
        [...learnerIds, 'best'],
      ),
    )
    .option(
      '--seed <number>',
      'same leads, settings and seed give the same model',
      wholeNumberParser(0, 2 ** 31 - 1),
      1,
    )
    .option(
      '--threshold <probability>',
      'from which probability a lead counts as qualified (0.5 unless set)',
      parseFraction,
    )
    .option('--exclude <names>', 'fields or columns, by comma, that the model must not see', parseList)
    .option('--allow <names>', 'suspect fields or columns, by comma, to use none the less', parseList)
    .option(
      '--horizon <days>',
      'converted within so many days; for an org its 90th percentile',
      wholeNumberParser(1, 3650),
    )
    .option('--goal <goal>', 'org: converted, opportunity, won, or status:NAME', parseGoal)
    .option('--keep-junk', 'org: learn from leads that look like junk, too')
    .option('--half-life <days>', 'leads count half after so many days; needs dates', wholeNumberParser(1, 3650))
    .option('--class-weight <factor>', 'how much more a converted lead counts in growing trees', parsePositiveNumber)
    .option(
      '--monotone <fields>',
      'numbers of which more never lowers or raises the score: EMPLOYEES:up,AGE:down',
      parseMonotonicConstraints,
    )
    .option('--apart <pairs>', 'fields whose effects only add up, in pairs: A+B,C+D', parseInteractionConstraints);

/** Options of commands that also tell how good the model is. */
export const addEvaluationOptions = (command: Command): Command =>
  addTrainingOptions(command)
    .option('--capacity <leads>', 'leads that can be worked a week: gives the threshold that fits', parsePositiveNumber)
    .option(
      '--incoming <leads>',
      'leads that come in a week; goes with --capacity (an org’s are counted)',
      parsePositiveNumber,
    )
    .option('--deal-value <amount>', 'what a conversion is worth: gives the threshold that pays', parsePositiveNumber)
    .option('--call-cost <amount>', 'what working a lead costs; goes with --deal-value', parsePositiveNumber)
    .option('--segment-by <field>', 'whether parts of the leads, by this field, do better with something of their own')
    .option('--backtest', 'repeat the evaluation month by month')
    .option('--report <file>', 'write the report as one HTML page');

/** What an org's training is to do otherwise than its settings say. @throws CliError `options` */
export function toTrainingRequest(options: TrainingOptions & { readonly include?: string[] }): TrainingRequest {
  const {
    seed,
    backtest,
    incoming,
    learner,
    threshold,
    exclude,
    include,
    allow,
    horizon,
    goal: chosen,
    keepJunk,
  } = options;
  const { capacity, dealValue, callCost, segmentBy, halfLife, classWeight, monotone: order, apart: pairs } = options;
  if (incoming !== undefined && capacity === undefined) requireTogether('--capacity', capacity, '--incoming', incoming);
  requireTogether('--deal-value', dealValue, '--call-cost', callCost);
  const settings: ScoringSettingsChange = {
    ...{ learner, threshold, goal: chosen, classWeight, dealValue, callCost },
    ...{
      excludedFields: exclude,
      includedFields: include,
      allowedFields: allow,
      monotonicConstraints: order,
      interactionConstraints: pairs,
    },
    ...{ horizonDays: horizon, halfLifeDays: halfLife, capacityPerWeek: capacity, segmentField: segmentBy },
    junk: keepJunk ? null : undefined,
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { seed, backtest, incomingPerWeek: incoming, settings: given };
}

export const addCsvOptions = (command: Command): Command =>
  command
    .option('--csv <file>', 'learn from this file; comma, semicolon or tab, UTF-8')
    .option('--label <column>', 'CSV: the column that says whether the lead converted')
    .option('--positive <value>', 'CSV: which of its values means converted, where that is not plain')
    .option('--id <column>', 'CSV: the column that names the lead; never learned from')
    .option('--created <column>', 'CSV: when the lead was created (ISO); then the newest fifth is the test')
    .option('--converted-at <column>', 'CSV: when it converted, instead of --label; needs --created and --horizon')
    .option('--missing <texts>', 'CSV: further texts, by comma, that mean "not known"', parseList);

/** How a CSV is learned from. @throws CliError `options` where two that go together are apart */
export function toAssessSettings(options: TrainingOptions): AssessSettings {
  const { learner, seed, threshold, allow, capacity, incoming, dealValue, callCost, backtest, segmentBy } = options;
  const { halfLife, classWeight, monotone: order, apart: pairs } = options;
  requireTogether('--capacity', capacity, '--incoming', incoming);
  requireTogether('--deal-value', dealValue, '--call-cost', callCost);
  return {
    ...{ seed, allow, backtest, segmentBy, classWeight, halfLifeDays: halfLife, monotonicConstraints: order },
    interactionConstraints: pairs as AssessSettings['interactionConstraints'],
    learner: learner ?? DEFAULT_SCORING_SETTINGS.learner,
    threshold: threshold ?? DEFAULT_SCORING_SETTINGS.threshold,
    holdout: 0.2,
    thresholdOptions: {
      capacity: capacity && incoming ? { leadsPerWeek: capacity, incomingPerWeek: incoming } : undefined,
      value: dealValue && callCost ? { deal: dealValue, call: callCost } : undefined,
    },
  };
}

function requireTogether(one: string, oneValue: unknown, other: string, otherValue: unknown): void {
  if ((oneValue === undefined) !== (otherValue === undefined)) {
    throw new CliError('options', `${one} and ${other} go together: one means nothing without the other.`);
  }
}
