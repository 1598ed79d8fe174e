import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Goal } from '@leadlight/lead-features';
import { learnerIds, type LearnerId } from '@leadlight/learners';
import type { AssessSettings } from '@leadlight/workflows';
import { CliError } from '../errors.ts';
import { fraction, list, positiveNumber, wholeNumber, type CommonOptions } from './options.ts';

/** How to train and judge, whatever is learned from. */
export interface AssessOptions extends CommonOptions {
  readonly learner: LearnerId | 'best';
  readonly seed: number;
  readonly threshold: number;
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
  readonly goal: Goal;
  readonly keepJunk?: boolean;
}

/** Which columns of a CSV say what. */
export interface TableOptions {
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
export const withLearnOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--learner <name>', 'who learns; best = whoever wins on the held-out leads')
        .choices([...learnerIds, 'best'])
        .default('forest'),
    )
    .option('--seed <number>', 'same leads, settings and seed give the same model', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--threshold <probability>', 'from which probability a lead counts as qualified', fraction, 0.5)
    .option('--exclude <names>', 'fields or columns, by comma, that the model must not see', list)
    .option('--allow <names>', 'suspect fields or columns, by comma, to use none the less', list)
    .option('--horizon <days>', 'converted within so many days; for an org its 90th percentile', wholeNumber(1, 3650))
    .option('--goal <goal>', 'org: converted, opportunity, won, or status:NAME', goal, { kind: 'converted' } as Goal)
    .option('--keep-junk', 'org: learn from leads that look like junk, too');

/** Options of commands that also tell how good the model is. */
export const withAssessOptions = (command: Command): Command =>
  withLearnOptions(command)
    .option('--capacity <leads>', 'leads that can be worked a week: gives the threshold that fits', positiveNumber)
    .option('--incoming <leads>', 'leads that come in a week; goes with --capacity', positiveNumber)
    .option('--deal-value <amount>', 'what a conversion is worth: gives the threshold that pays', positiveNumber)
    .option('--call-cost <amount>', 'what working a lead costs; goes with --deal-value', positiveNumber)
    .option('--backtest', 'repeat the evaluation month by month')
    .option('--report <file>', 'write the report as one HTML page');

/** @throws InvalidArgumentError */
function goal(text: string): Goal {
  if (text === 'converted' || text === 'opportunity' || text === 'won') return { kind: text };
  const status = /^status:(.+)$/.exec(text)?.[1]?.trim();
  if (status) return { kind: 'status', status };
  throw new InvalidArgumentError('Expected converted, opportunity, won, or status:NAME.');
}

/** What an org's leads are looked at for. */
export const lookSettings = ({ goal: chosen, keepJunk, exclude, horizon }: AssessOptions) => ({
  ...{ goal: chosen, exclude, horizonDays: horizon },
  junk: keepJunk ? null : undefined,
});

export const withTableOptions = (command: Command): Command =>
  command
    .option('--csv <file>', 'learn from this file; comma, semicolon or tab, UTF-8')
    .option('--label <column>', 'CSV: the column that says whether the lead converted')
    .option('--positive <value>', 'CSV: which of its values means converted, where that is not plain')
    .option('--id <column>', 'CSV: the column that names the lead; never learned from')
    .option('--created <column>', 'CSV: when the lead was created (ISO); then the newest fifth is the test')
    .option('--converted-at <column>', 'CSV: when it converted, instead of --label; needs --created and --horizon')
    .option('--missing <texts>', 'CSV: further texts, by comma, that mean "not known"', list);

/** @throws CliError `options` where two that go together are apart */
export function assessSettings(options: AssessOptions): AssessSettings {
  const { learner, seed, threshold, allow, capacity, incoming, dealValue, callCost, backtest, segmentBy } = options;
  together('--capacity', capacity, '--incoming', incoming);
  together('--deal-value', dealValue, '--call-cost', callCost);
  return {
    ...{ learner, seed, threshold, allow, backtest, segmentBy },
    holdout: 0.2,
    wishes: {
      capacity: capacity && incoming ? { leadsPerWeek: capacity, incomingPerWeek: incoming } : undefined,
      value: dealValue && callCost ? { deal: dealValue, call: callCost } : undefined,
    },
  };
}

function together(one: string, oneValue: unknown, other: string, otherValue: unknown): void {
  if ((oneValue === undefined) !== (otherValue === undefined)) {
    throw new CliError('options', `${one} and ${other} go together: one means nothing without the other.`);
  }
}
