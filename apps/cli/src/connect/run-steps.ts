import { isLeadlightError } from '@leadlight/common';
import type { ConnectContext, ConnectStep, Inspection, LeftToPerson, StepId } from './step.ts';

/**
 * `done`: something was made. `unchanged`: everything was there. `left`: a person has to do something first. `waiting`: an
 * earlier step is not complete. `planned`: with --dry-run, it would make something.
 */
export type StepState = 'done' | 'unchanged' | 'left' | 'waiting' | 'planned';

export interface StepReport {
  readonly step: StepId;
  readonly state: StepState;
  /** Whether the steps that need it can run. */
  readonly isComplete: boolean;
  readonly found: readonly string[];
  /** What was done; with --dry-run, what would be done. */
  readonly actions: readonly string[];
  readonly left: readonly string[];
  /** Steps that it waits for. */
  readonly waitsFor: readonly StepId[];
  /** Present where actions rest on documentation alone. */
  readonly untried?: string;
}

/** What an org or a person has to change. Any other error, such as a lost connection, ends the command; a new run continues. */
const REJECTIONS = [
  ...(['request_rejected', 'permission_missing', 'object_missing', 'field_missing', 'query_rejected'] as const),
  ...(['object_unreadable', 'profile_missing', 'not_assignable', 'apex_failed', 'credentials_rejected'] as const),
  ...(['sf_failed', 'command_failed', 'options', 'private_key_unreadable'] as const),
];

/**
 * Runs the steps in order and yields the report of each as soon as it is complete. A step that a person must help with keeps
 * only those waiting that need it.
 */
export async function* runSteps(
  steps: readonly ConnectStep[],
  context: ConnectContext,
  dryRun: boolean,
): AsyncGenerator<StepReport> {
  const incomplete = new Set<StepId>();
  for (const step of steps) {
    const waitsFor = step.needs.filter((needed) => incomplete.has(needed));
    const report = waitsFor.length > 0 ? emptyReport(step, 'waiting', waitsFor) : await runStep(step, context, dryRun);
    if (!report.isComplete) incomplete.add(step.id);
    yield report;
  }
}

const emptyReport = (step: ConnectStep, state: StepState, waitsFor: readonly StepId[] = []): StepReport => ({
  step: step.id,
  state,
  isComplete: state !== 'waiting',
  found: [],
  actions: [],
  left: [],
  waitsFor,
});

async function runStep(step: ConnectStep, context: ConnectContext, dryRun: boolean): Promise<StepReport> {
  const inspection = await unlessRejected(step, () => step.inspect(context), dryRun);
  const left: LeftToPerson[] = [...inspection.left];
  const actions: string[] = [];
  for (const action of left.some(({ blocks }) => blocks) ? [] : inspection.actions) {
    const rejection = dryRun ? undefined : await rejectionOf(step, () => action.run());
    if (rejection) {
      left.push(rejection);
      break;
    }
    actions.push(action.what);
  }
  const blocks = left.some((each) => each.blocks);
  if (!dryRun && (actions.length > 0 || context.journal.stateOf(step.id) === 'started'))
    context.journal.finish(step.id, blocks ? 'left' : 'done');
  return {
    ...emptyReport(step, stateOf(actions, left, dryRun)),
    isComplete: !blocks,
    found: inspection.found,
    actions,
    left: left.map(({ what }) => what),
    ...(step.untried !== undefined && actions.length > 0 && { untried: step.untried }),
  };
}

function stateOf(actions: readonly string[], left: readonly LeftToPerson[], dryRun: boolean): StepState {
  if (left.some(({ blocks }) => blocks)) return 'left';
  if (actions.length > 0) return dryRun ? 'planned' : 'done';
  return left.length > 0 ? 'left' : 'unchanged';
}

/** Before anything is made, an org cannot answer every question; what it rejects in a dry run is part of the plan. */
async function unlessRejected(
  step: ConnectStep,
  inspect: () => Promise<Inspection>,
  dryRun: boolean,
): Promise<Inspection> {
  try {
    return await inspect();
  } catch (error) {
    if (!isLeadlightError(error, ...REJECTIONS)) throw error;
    const what = `${error.reason} ${step.byHand}`;
    return { found: [], actions: [], left: [{ what, blocks: !dryRun }] };
  }
}

async function rejectionOf(step: ConnectStep, run: () => Promise<void>): Promise<LeftToPerson | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (!isLeadlightError(error, ...REJECTIONS)) throw error;
    return { what: `${error.reason} ${step.byHand}`, blocks: true };
  }
}

export interface UndoReport {
  readonly step: StepId;
  readonly undone: readonly string[];
  /** Why it could not be undone; the journal keeps it. */
  readonly left?: string;
}

/** Takes back what the journal says was made, the last first. With `dryRun` it only says which steps made something. */
export async function* undoSteps(
  steps: readonly ConnectStep[],
  context: ConnectContext,
  dryRun: boolean,
): AsyncGenerator<UndoReport> {
  const { journal } = context;
  for (const id of journal.stepsWithResults()) {
    const step = steps.find((each) => each.id === id);
    if (!step?.undo) continue;
    if (dryRun) {
      yield { step: id, undone: ['would be taken back'] };
      continue;
    }
    try {
      const undone = await step.undo(context, journal.made(id));
      journal.forget(id);
      yield { step: id, undone };
    } catch (error) {
      if (!isLeadlightError(error, ...REJECTIONS)) throw error;
      yield { step: id, undone: [], left: `${error.reason} ${step.byHand}` };
    }
  }
}
