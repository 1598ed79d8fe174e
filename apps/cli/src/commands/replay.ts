import { toLeadId } from '@leadlight/common';
import { formatFeatureValue } from '@leadlight/lead-features';
import { toShownValue, type ExplainedScore } from '@leadlight/lead-score';
import { letterHtml, letterText, type GoalKind, type ScoreLetter } from '@leadlight/report';
import {
  replayAllScores,
  ScoreReplay,
  type Replay,
  type ReplayCounts,
  type ReplayedScore,
  type ScoreLogEntry,
} from '@leadlight/workflows';
import { InvalidArgumentError } from 'commander';
import { systemClock, withOrg, type OrgPorts } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { requireOutputs, writeFileAtomically } from '../output/output-file.ts';
import { withProgress } from '../terminal/progress.ts';
import { drawReasons } from '../terminal/reasons-table.ts';
import { formatCount, formatMinute, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

interface ReplayOptions extends OrgOptions {
  readonly lead?: string;
  readonly at?: number;
  readonly letter?: string;
}

/** More than any lead has. */
const ALL = 1_000_000;

export const replayCommand = () =>
  createCommand(
    'replay',
    'Compute logged scores again from the values and the model version in the log, and compare every bit.',
    [
      'leadlight replay',
      'leadlight replay --lead 00Q5g00000KpXc1EAF',
      'leadlight replay --lead 00Q5g00000KpXc1EAF --at 2026-06-01 --letter letter.html',
    ],
  )
    .option('--lead <id>', 'one lead’s newest score, with every reason; by default all logged scores')
    .option(
      '--at <time>',
      'the lead’s newest score up to this time, such as 2026-06-01 or 2026-06-01T08:30Z',
      parseTime,
    )
    .option('--letter <file>', 'write a letter about the lead’s score, as HTML (.html) or text (.txt)')
    .option(...ORG_OPTION)
    .action(replay);

async function replay(options: ReplayOptions): Promise<void> {
  const { lead, at, letter } = options;
  if (lead === undefined) {
    if (at !== undefined || letter !== undefined)
      throw optionsError('--at and --letter are about one lead.', 'Name it with --lead.');
    return replayAll(options);
  }
  if (letter !== undefined && !/\.(html|txt)$/i.test(letter)) {
    throw optionsError(`${letter} is neither .html nor .txt.`, 'Give it a name that ends in one of them.');
  }
  requireOutputs({ '--letter': letter });
  await withOrg(options, (ports, orgId) => replayLead(options, ports, orgId, toLeadId(lead)));
}

async function replayAll(options: ReplayOptions): Promise<void> {
  const counts = await withOrg(options, (ports, orgId) =>
    withProgress((progress) => replayAllScores(ports, orgId, (replayed) => progress.update('replay', replayed))),
  );
  writeOutput(options, counts, linesOf(counts));
  if (counts.different > 0) process.exitCode = 1;
}

function linesOf({ equal, different, notReplayable, examples }: ReplayCounts): readonly string[] {
  const { row_not_logged: withoutRow, model_removed: withoutModel } = notReplayable;
  return [
    `${formatCount(equal)} logged scores were computed again and are equal in every bit.`,
    ...(different > 0 ? [`${formatCount(different)} differ. The first:`] : []),
    ...examples.map(
      ({ leadId, scoredAt, members }) => `  ${leadId}, ${formatMinute(scoredAt)} UTC: ${members.join(', ')}`,
    ),
    ...(withoutRow > 0
      ? [
          `${formatCount(withoutRow)} were logged by a version that did not log the values, and cannot be computed again.`,
        ]
      : []),
    ...(withoutModel > 0
      ? [`${formatCount(withoutModel)} cannot be computed again: their model has been removed.`]
      : []),
  ];
}

async function replayLead(options: ReplayOptions, ports: OrgPorts, orgId: string, leadId: string): Promise<void> {
  const entry = await loggedScore(ports, orgId, leadId, options.at ?? Infinity);
  const scoreReplay = new ScoreReplay(ports, orgId);
  const [replayed] = await scoreReplay.replay([entry]);
  const explained = isReplayed(replayed!) ? await scoreReplay.withAllReasons(replayed) : undefined;
  if (!isReplayed(replayed!) || !explained) {
    throw optionsError(
      `The score of ${leadId} of ${formatMinute(entry.scoredAt)} UTC cannot be computed again: the log has no values for it, or its model has been removed.`,
      'Scores that this version logs can be.',
    );
  }
  const letter = letterOf(replayed, explained);
  const file = options.letter;
  if (file !== undefined) {
    writeFileAtomically(file, /\.html$/i.test(file) ? letterHtml(letter) : letterText(letter), 0o600);
  }
  writeOutput(options, letter, file === undefined ? reasonLines(letter) : [`Wrote ${file}.`, proofLine(letter)]);
  if (letter.differences.length > 0) process.exitCode = 1;
}

const isReplayed = (replay: Replay): replay is ReplayedScore => !('notReplayable' in replay);

async function loggedScore({ scoreLog }: OrgPorts, orgId: string, leadId: string, at: number): Promise<ScoreLogEntry> {
  const entries = await scoreLog.findBySubject(orgId, leadId, at === Infinity ? 1 : ALL);
  const found = entries.find(({ scoredAt }) => scoredAt <= at);
  if (found) return found;
  const until = at === Infinity ? '' : ` up to ${formatMinute(at)} UTC`;
  throw optionsError(`No score of a lead ${leadId} is logged${until}.`, 'Check the id and the time.');
}

function letterOf({ entry, model, schema, row, differences }: ReplayedScore, score: ExplainedScore): ScoreLetter {
  const {
    trainedAt = 0,
    horizonDays,
    goal,
  } = model.facts as { trainedAt?: number; horizonDays?: number; goal?: GoalKind };
  const { unranked } = score;
  return {
    leadId: entry.subjectId,
    scoredAt: entry.scoredAt,
    writtenAt: systemClock.now(),
    model: {
      ...{ id: entry.modelId, version: entry.modelVersion, learner: model.learner, trainedAt },
      ...(horizonDays !== undefined && { horizonDays }),
      ...(goal !== undefined && { goal }),
    },
    score: score.score,
    band: score.band,
    probability: score.probability,
    baselineScore: score.baselineScore,
    similarLeads: score.similarLeads,
    ...(unranked && { unranked: [unranked.code.replaceAll('_', ' '), unranked.value].filter(Boolean).join(' ') }),
    reasons: score.reasons.map(({ label, value, unit, points }) => ({
      label,
      value: formatFeatureValue(value, unit, 'en'),
      points,
    })),
    otherPoints: score.otherPoints,
    values: schema.features.map((spec, index) => ({
      label: spec.label,
      value: formatFeatureValue(toShownValue(spec, row[index] ?? null), spec.unit, 'en'),
    })),
    differences,
  };
}

function reasonLines(letter: ScoreLetter): readonly string[] {
  const { model, leadId, score, band, probability } = letter;
  return [
    `Lead ${leadId}, scored ${formatMinute(letter.scoredAt)} UTC by model v${model.version} ${model.id}: score ${score}, band ${band}, probability ${formatPercent(probability)}`,
    drawReasons(letter),
    proofLine(letter),
  ];
}

const proofLine = ({ differences }: ScoreLetter): string =>
  differences.length === 0
    ? 'Computed again from the log: equal in every bit.'
    : `Computed again from the log; these parts differ: ${differences.join(', ')}.`;

function parseTime(text: string): number {
  const at = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text);
  if (Number.isFinite(at)) return at;
  throw new InvalidArgumentError('Expected a day such as 2026-06-01, or an instant such as 2026-06-01T08:30Z.');
}
