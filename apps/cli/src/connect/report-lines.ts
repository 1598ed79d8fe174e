import type { StepReport, StepState, UndoReport } from './run-steps.ts';

const STATE_LABELS: Readonly<Record<StepState, string>> = {
  done: 'done',
  unchanged: 'as before',
  left: 'LEFT TO YOU',
  waiting: 'waiting',
  planned: 'planned',
};

const INDENT = '    ';

/** A step for people: its state, then what was found, done and left. */
export function stepLines({ step, state, found, actions, left, waitsFor, untried }: StepReport): string[] {
  return [
    `${STATE_LABELS[state].padEnd(12)} ${step}${waitsFor.length > 0 ? `: waits for ${waitsFor.join(', ')}` : ''}`,
    ...found.map((line) => `${INDENT}ok   ${line}`),
    ...actions.map((line) => `${INDENT}+    ${line}`),
    ...left.map((line) => `${INDENT}you  ${line}`),
    ...(untried === undefined ? [] : [`${INDENT}     as documented, not tried in an org: ${untried}`]),
  ];
}

export const undoLines = ({ step, undone, left }: UndoReport): string[] => [
  `${left === undefined ? 'undone' : 'LEFT TO YOU'}`.padEnd(13) + step,
  ...undone.map((line) => `${INDENT}-    ${line}`),
  ...(left === undefined ? [] : [`${INDENT}you  ${left}`]),
];

/** What the whole run came to. */
export function summaryLines(reports: readonly StepReport[], dryRun: boolean): string[] {
  const left = reports.flatMap((report) => report.left);
  const waiting = reports.filter(({ state }) => state === 'waiting');
  const planned = reports.flatMap(({ state, actions }) => (state === 'planned' ? actions : []));
  if (dryRun)
    return [`Nothing was changed. ${planned.length} actions are planned; ${left.length} points are left to you.`];
  if (left.length === 0) return ['The org is connected. "leadlight serve" keeps its scores up to date.'];
  const points = left.length === 1 ? 'One point is' : `${left.length} points are`;
  const waits = waiting.length === 1 ? 'one step waits' : `${waiting.length} steps wait`;
  return [
    `${points} left to you${waiting.length > 0 ? `, and ${waits} for ${left.length === 1 ? 'it' : 'them'}` : ''}. Run the command again afterwards; it continues.`,
  ];
}
