import type { StepId } from '../step.ts';
import { environmentValue } from '@leadlight/common';
import { storageFolder, type Storage } from '@leadlight/storage';
import { existsSync } from 'node:fs';
import { CliError } from '../../errors.ts';
import { runJsonCommand, type JsonOutput } from '../../serve/run-json-command.ts';
import { withProgress } from '../../terminal/progress.ts';
import { formatCount, formatMinute } from '../../terminal/write-output.ts';
import { withStorage } from '../../with-storage.ts';
import type { ConnectContext, ConnectStep } from '../step.ts';

/** A command of ours that the step runs, unless its result is there. */
interface Stage {
  readonly id: StepId & ('sync' | 'train' | 'score');
  readonly needs: StepId;
  readonly what: string;
  /** The result in storage, in words; undefined where there is none. */
  findResult(storage: Storage, orgId: string, context: ConnectContext): Promise<string | undefined>;
  /** The result of the command, in words. */
  describe(output: JsonOutput): string;
}

const STAGES: readonly Stage[] = [
  {
    id: 'sync',
    needs: 'doctor',
    what: 'read leads, their history and their activities',
    async findResult(storage, orgId) {
      const { lastSyncedAt = null } = (await storage.orgs.find(orgId)) ?? {};
      return lastSyncedAt === null ? undefined : `synced at ${formatMinute(lastSyncedAt)} UTC`;
    },
    describe({ added }) {
      const counts = Object.values((added ?? {}) as Readonly<Record<string, number>>);
      return `${formatCount(counts.reduce((sum, count) => sum + count, 0))} records are read`;
    },
  },
  {
    id: 'train',
    needs: 'sync',
    what: 'train a model on them',
    async findResult(storage, orgId) {
      const active = await storage.models.findActive(orgId);
      return active && `model v${active.version} is active`;
    },
    describe({ entry }) {
      const { version, learner, active } = entry as { version: number; learner: string; active: boolean };
      return `model v${version} (${learner}) is ${active ? 'active' : 'not published'}`;
    },
  },
  {
    id: 'score',
    needs: 'train',
    what: 'score the open leads and write the scores to the org',
    findResult: async (_storage, _orgId, { journal }) =>
      journal.stateOf('score') === 'done' ? 'the open leads were scored' : undefined,
    describe: ({ scored, written }) =>
      `${formatCount(Number(scored))} leads are scored, ${formatCount(Number(written))} scores are written`,
  },
];

export const firstScoresSteps: readonly ConnectStep[] = STAGES.map((stage) => ({
  id: stage.id,
  needs: [stage.needs],
  byHand: `"leadlight ${stage.id}" repeats it.`,
  async inspect(context) {
    const { options, org } = context;
    const result = (await isStored(options.folder))
      ? await withStorage(options.folder, (storage) => stage.findResult(storage, org.orgId, context))
      : undefined;
    if (result !== undefined) return { found: [result], actions: [], left: [] };
    const run = async (): Promise<void> => context.log(`  ${await runStage(stage, context)}`);
    return { found: [], actions: [{ what: stage.what, run }], left: [] };
  },
}));

/** Opening storage creates it, which a dry run must not. */
const isStored = async (folder: string): Promise<boolean> =>
  environmentValue(process.env, 'DATABASE_URL') !== undefined || existsSync(storageFolder(folder));

/** @throws CliError `command_failed` */
async function runStage(stage: Stage, { options, org }: ConnectContext): Promise<string> {
  const args = [stage.id, '--folder', options.folder, '--org', org.orgId];
  const output = await withProgress((progress) =>
    runJsonCommand(args, new AbortController().signal, ({ step, done, total }) =>
      progress.update(step, done, total ?? undefined),
    ),
  );
  if (output.error) throw new CliError('command_failed', { command: stage.id, message: output.error.message });
  return stage.describe(output);
}
