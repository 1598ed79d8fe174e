import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import { learnerIds } from '@leadlight/learners';
import { DEFAULT_SCORING_SETTINGS, type AssessSettings, type TrainingRequest } from '@leadlight/workflows';
import { Option, type Command } from 'commander';
import { optionsError } from '../errors.ts';
import { addTableOptions } from '../table/table-options.ts';
import {
  parseFraction,
  parseList,
  parseRepeated,
  parsePositiveNumber,
  wholeNumberParser,
  type CommonOptions,
} from './options.ts';
import { parseGoal, parseForbiddenInteractions, parseMonotonicConstraints } from './parse-settings.ts';

/** How to train and evaluate a model. For an org, its settings apply where an option is absent. */
export interface TrainingOptions extends CommonOptions {
  readonly learner?: ScoringSettings['learner'];
  readonly seed: number;
  readonly quick?: boolean;
  readonly threshold?: number;
  readonly allow?: string[];
  readonly exclude?: string[];
  readonly capacity?: number;
  readonly incoming?: number;
  readonly dealValue?: number;
  readonly callCost?: number;
  readonly backtest?: boolean;
  readonly segmentBy?: string;
  readonly groups?: string[];
  readonly report?: string;
  readonly horizon?: number;
  readonly goal?: ScoringSettings['goal'];
  readonly keepJunk?: boolean;
  readonly halfLife?: number;
  readonly classWeight?: number;
  readonly monotonicConstraints?: ScoringSettings['monotonicConstraints'];
  readonly forbiddenInteractions?: ScoringSettings['forbiddenInteractions'];
}

/** The options of every command that trains. */
export const addTrainingOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--learner <name>', 'learner; best (the default): the best of all by cross-validation').choices([
        ...learnerIds,
        'best',
      ]),
    )
    .option('--seed <number>', 'same leads, settings and seed: same model', wholeNumberParser(0, 2 ** 31 - 1), 1)
    .option(
      '--quick',
      'no search for the capacity of boosting, no blend of models, no ml-random-forest, no random split: faster, less accurate',
    )
    .option('--threshold <probability>', 'probability from which a lead counts as qualified (0.5)', parseFraction)
    .option('--exclude <names>', 'fields or columns that the model must not see, separated by commas', parseList)
    .option(
      '--allow <names>',
      'fields or columns to use although they look like leakage, separated by commas',
      parseList,
    )
    .option(
      '--horizon <days>',
      'converted within this number of days; for an org the 90th percentile by default',
      wholeNumberParser(1, 3650),
    )
    .option('--goal <goal>', 'org: converted, opportunity, won, or status:NAME', parseGoal)
    .option('--keep-junk', 'org: train on leads that look like junk, too')
    .option('--half-life <days>', 'age at which a lead has half the weight; needs dates', wholeNumberParser(1, 3650))
    .option('--class-weight <factor>', 'weight of a converted lead when trees grow', parsePositiveNumber)
    .option(
      '--monotonic-constraints <fields>',
      'numeric fields where more never lowers or never raises the score: EMPLOYEES:up,AGE:down',
      parseMonotonicConstraints,
    )
    .option(
      '--forbidden-interactions <pairs>',
      'pairs of fields that must not interact, so that their effects only add up: A+B,C+D',
      parseForbiddenInteractions,
    );

/** For commands that publish a model. */
export const addPublishOption = (command: Command): Command =>
  command.option('--publish', 'org: make the new model active despite reasons against it');

/** The options of commands that also evaluate the model. */
export const addEvaluationOptions = (command: Command): Command =>
  addTrainingOptions(command)
    .option('--capacity <leads>', 'leads that can be worked per week, to choose a threshold', parsePositiveNumber)
    .option('--incoming <leads>', 'CSV: leads that come in per week; goes with --capacity', parsePositiveNumber)
    .option('--deal-value <amount>', 'value of a conversion, to choose a threshold', parsePositiveNumber)
    .option('--call-cost <amount>', 'cost of working a lead; goes with --deal-value', parsePositiveNumber)
    .option('--segment-by <field>', 'try a model or offset of its own for each segment of leads by this field')
    .option(
      '--groups <fields>',
      'compare groups of leads by these fields in the report, separated by commas',
      parseList,
    )
    .option('--backtest', 'repeat the evaluation month by month')
    .option('--report <file>', 'write the report as one HTML page');

/** The options of commands that read a CSV of leads with a known outcome. */
export const addCsvOptions = (command: Command): Command =>
  addTableOptions(command)
    .option('--csv <file>', 'train on this file: text with delimiters, or a workbook')
    .option('--label <column>', 'CSV: column that says whether the lead converted')
    .option('--positive <value>', 'CSV: value of --label that means converted; may be repeated', parseRepeated)
    .option('--negative <value>', 'CSV: value of --label that means not converted; may be repeated', parseRepeated)
    .option('--id <column>', 'CSV: column with the id of the lead, which is not a feature')
    .option('--created <column>', 'CSV: column with the creation date; the newest fifth is then the holdout')
    .option(
      '--converted-at <column>',
      'CSV: column with the conversion date, instead of --label; needs --created and --horizon',
    );

/** The settings of one training that differ from those of the org. @throws CliError `options` */
export function toTrainingRequest(
  options: TrainingOptions & { readonly include?: string[]; readonly maxSnapshots?: number },
): TrainingRequest {
  const { seed, quick, backtest, capacity, incoming, maxSnapshots } = options;
  if (incoming !== undefined && capacity === undefined) requireTogether('--capacity', capacity, '--incoming', incoming);
  requireTogether('--deal-value', options.dealValue, '--call-cost', options.callCost);
  const settings: ScoringSettingsChange = {
    learner: options.learner,
    threshold: options.threshold,
    goal: options.goal,
    horizonDays: options.horizon,
    excludedFields: options.exclude,
    includedFields: options.include,
    allowedFields: options.allow,
    segmentField: options.segmentBy,
    groupFields: options.groups,
    capacityPerWeek: capacity,
    dealValue: options.dealValue,
    callCost: options.callCost,
    halfLifeDays: options.halfLife,
    classWeight: options.classWeight,
    monotonicConstraints: options.monotonicConstraints,
    forbiddenInteractions: options.forbiddenInteractions,
    junk: options.keepJunk ? null : undefined,
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { seed, quick, backtest, incomingPerWeek: incoming, maxSnapshots, settings: given };
}

/** The settings of a training on a CSV. @throws CliError `options` */
export function toAssessSettings(options: TrainingOptions): AssessSettings {
  const { capacity, incoming, dealValue, callCost } = options;
  requireTogether('--capacity', capacity, '--incoming', incoming);
  requireTogether('--deal-value', dealValue, '--call-cost', callCost);
  return {
    learner: options.learner ?? DEFAULT_SCORING_SETTINGS.learner,
    threshold: options.threshold ?? DEFAULT_SCORING_SETTINGS.threshold,
    holdout: 0.2,
    seed: options.seed,
    quick: options.quick,
    allow: options.allow,
    backtest: options.backtest,
    segmentBy: options.segmentBy,
    groupFields: options.groups,
    classWeight: options.classWeight,
    halfLifeDays: options.halfLife,
    monotonicConstraints: options.monotonicConstraints,
    forbiddenInteractions: options.forbiddenInteractions as AssessSettings['forbiddenInteractions'],
    thresholdOptions: {
      capacity: capacity && incoming ? { leadsPerWeek: capacity, incomingPerWeek: incoming } : undefined,
      value: dealValue && callCost ? { deal: dealValue, call: callCost } : undefined,
    },
  };
}

function requireTogether(one: string, oneValue: unknown, other: string, otherValue: unknown): void {
  if ((oneValue === undefined) !== (otherValue === undefined)) {
    throw optionsError(`${one} and ${other} go together, and only one is given.`, 'Give both, or neither.');
  }
}
