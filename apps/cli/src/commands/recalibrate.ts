import {
  recalibrate,
  type RecalibrationFacts,
  type RecalibrationRejection,
  type RecalibrationResult,
} from '@leadlight/workflows';
import { withOrg } from '../compose.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatDay, formatSigned, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const recalibrateCommand = () =>
  createCommand(
    'recalibrate',
    'Correct the active model’s probabilities where an alarm says that leads turn out differently than predicted: a new version with the same trees, and another intercept and slope in log odds, or another offset for leads with one value of a category.',
    ['leadlight recalibrate'],
  )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const result = await withOrg(options, (ports, orgId) =>
        withProgress((progress) => recalibrate(ports, orgId, progress)),
      );
      const { entry, rejected, recalibration, needsRetraining } = result;
      const summary = summaryOf(result);
      const model = entry && { id: entry.id, version: entry.version };
      const document = { published: entry !== undefined, rejected, model, recalibration, needsRetraining, summary };
      writeOutput(options, document, [
        summary,
        ...evidenceLines(result),
        ...(needsRetraining ? ['The ranking may have changed as well: "leadlight retrain" trains a new model.'] : []),
      ]);
    });

const rejections: Readonly<Record<RecalibrationRejection, string>> = {
  no_alarm: 'Nothing to do: no alarm says that leads turn out differently than the active model predicts.',
  too_few_outcomes: 'Not recalibrated: too few of the leads since the change have reached the goal.',
  fields_lost:
    'Not recalibrated: a field that the model reads is lost, and a recalibration would hide that. See "leadlight fields".',
  not_better: 'Not recalibrated: it would not be better beyond chance.',
  goal_changed: 'Not recalibrated: the goal has been changed since the training.',
  points_table: 'Not recalibrated: leads are scored by the points table.',
};

function summaryOf({ rejected, entry, recalibration }: RecalibrationResult): string {
  if (rejected) return rejections[rejected];
  return `Model v${entry!.version} (${entry!.id}) is active: v${recalibration!.ofVersion} recalibrated, ${adjustmentOf(recalibration!)}.`;
}

function adjustmentOf({ kind, intercept, slope, offsets = [] }: RecalibrationFacts): string {
  switch (kind) {
    case 'level':
      return `log odds ${formatSigned(intercept, 3)}`;
    case 'level_and_slope':
      return `log odds ${formatSigned(intercept, 3)} at ${slope.toFixed(2)} times the slope`;
    case 'values':
      return offsets
        .map(
          ({ feature, value, logOdds }) => `log odds ${formatSigned(logOdds, 3)} for leads with ${feature} = ${value}`,
        )
        .join(', ');
  }
}

function evidenceLines({ recalibration }: RecalibrationResult): string[] {
  if (!recalibration) return [];
  const { rows, converted, since, difference } = recalibration;
  const { low, high } = difference.interval;
  return [
    `Fitted to ${rows} leads since ${formatDay(since)}, of which ${converted} have reached the goal so far.`,
    `Log loss ${formatSigned(difference.difference, 3)} (90 % range ${formatSigned(low, 3)} to ${formatSigned(high, 3)}) on leads that it was not fitted on: ${difference.challenger}.`,
  ];
}
