import { hash } from 'node:crypto';
import { fastestEngine } from '@leadlight/learners';
import { canonicalRowText, rowFromJson, type FeatureSchema, type FeatureValue } from '@leadlight/lead-features';
import { unrankedScore, type ExplainedScore, type Reason, type ScoreSettings } from '@leadlight/lead-score';
import type { TreeModel } from '@leadlight/forest';
import type { LeadScore } from '@leadlight/contract';
import { LRUCache } from 'lru-cache';
import type { ModelStore, ScoreLog, ScoreLogEntry } from '../ports/index.ts';
import { modelFactsOf } from '../training/model-facts.ts';
import { readModelFile } from '../training/segments/model-file.ts';
import { findPeopleFeatures } from './people.ts';
import { scoreRows } from './score-rows.ts';
import { scoreSettingsOf } from './scoring-context.ts';
import { withoutUnseenValue } from './unseen-value.ts';

export interface ReplayPorts {
  readonly scoreLog: Pick<ScoreLog, 'findContext'>;
  readonly models: Pick<ModelStore, 'getFile' | 'list'>;
}

/** Why a logged score cannot be computed again: an earlier version logged it, without its row; or its model has been removed. */
export type NotReplayable = 'row_not_logged' | 'model_removed';

/** A logged score, computed again from its row and the file of its model. */
export interface ReplayedScore {
  readonly entry: ScoreLogEntry;
  /** With the ids of people where the log shows their names. */
  readonly score: ExplainedScore;
  readonly model: TreeModel;
  readonly schema: FeatureSchema;
  readonly row: readonly FeatureValue[];
  /** Members of the logged score that differ in any bit from the replayed one; empty = equal. */
  readonly differences: readonly string[];
}

export type Replay = ReplayedScore | { readonly entry: ScoreLogEntry; readonly notReplayable: NotReplayable };

/** Models of one org that are kept in memory while its log is replayed, some MB each. */
const MAX_CACHED_MODELS = 8;
const MAX_CACHED_CONTEXTS = 64;

/**
 * Computes logged scores again, from nothing but the log and the files of the models. Whether a lead was ranked depends on
 * its name, address and status, which a row does not contain: that is taken from the log.
 */
export class ScoreReplay {
  readonly #ports: ReplayPorts;
  readonly #orgId: string;
  readonly #models = new LRUCache<string, Promise<TreeModel>>({ max: MAX_CACHED_MODELS });
  readonly #settings = new LRUCache<string, Promise<ScoreSettings | undefined>>({ max: MAX_CACHED_CONTEXTS });
  #modelIds: Promise<ReadonlySet<string>> | undefined;

  constructor(ports: ReplayPorts, orgId: string) {
    this.#ports = ports;
    this.#orgId = orgId;
  }

  /** Scores of the same model and context are computed together, as they are when leads are scored. In the order given. */
  async replay(entries: readonly ScoreLogEntry[]): Promise<readonly Replay[]> {
    const replays = new Map<ScoreLogEntry, Replay>();
    for (const alike of Map.groupBy(entries, ({ modelId, contextId }) => `${modelId} ${contextId}`).values()) {
      for (const replay of await this.#replayTogether(alike)) replays.set(replay.entry, replay);
    }
    return entries.map((entry) => replays.get(entry)!);
  }

  /** The replay with every reason, however few were logged. @returns undefined where the score cannot be replayed */
  async withAllReasons(replay: ReplayedScore): Promise<ExplainedScore | undefined> {
    const settings = await this.#settingsOf(replay.entry);
    return settings && scoreAgain(replay, [replay], { ...settings, maxReasons: replay.schema.features.length })[0];
  }

  /** @param entries of one model and context */
  async #replayTogether(entries: readonly ScoreLogEntry[]): Promise<readonly Replay[]> {
    const { modelId } = entries[0]!;
    const settings = await this.#settingsOf(entries[0]!);
    if (!settings) return entries.map((entry) => ({ entry, notReplayable: 'row_not_logged' }));
    this.#modelIds ??= this.#ports.models.list(this.#orgId).then((models) => new Set(models.map(({ id }) => id)));
    if (!(await this.#modelIds).has(modelId))
      return entries.map((entry) => ({ entry, notReplayable: 'model_removed' }));
    const model = await this.#modelOf(modelId);
    const { schema } = modelFactsOf(model);
    const inputs = entries.map((entry) => ({ entry, row: rowFromJson(schema, entry.row ?? []) }));
    const scores = scoreAgain({ model, schema }, inputs, settings);
    return inputs.map(({ entry, row }, i) => {
      const score = scores[i]!;
      return { entry, score, model, schema, row, differences: differencesOf(entry, score, schema, row) };
    });
  }

  #modelOf(modelId: string): Promise<TreeModel> {
    let model = this.#models.get(modelId);
    if (!model) {
      model = this.#ports.models.getFile(this.#orgId, modelId).then((file) => readModelFile(file, fastestEngine()));
      this.#models.set(modelId, model);
    }
    return model;
  }

  async #settingsOf({ contextId, row }: ScoreLogEntry): Promise<ScoreSettings | undefined> {
    if (contextId === undefined || row === undefined) return undefined;
    let settings = this.#settings.get(contextId);
    if (!settings) {
      const found = this.#ports.scoreLog.findContext(this.#orgId, contextId);
      settings = found.then((text) => (text === undefined ? undefined : scoreSettingsOf(text)));
      this.#settings.set(contextId, settings);
    }
    return settings;
  }
}

function scoreAgain(
  { model, schema }: Pick<ReplayedScore, 'model' | 'schema'>,
  inputs: readonly Pick<ReplayedScore, 'entry' | 'row'>[],
  settings: ScoreSettings,
): ExplainedScore[] {
  const rows = inputs.map(({ row }) => row);
  return scoreRows(model, schema, rows, settings).map((computed, i) => {
    const score = { ...computed, reasons: computed.reasons.map((each) => withoutUnseenValue(model, schema, each)) };
    const { unranked } = loggedScoreOf(inputs[i]!.entry);
    return unranked ? unrankedScore(score, unranked) : score;
  });
}

/** Logged as it was sent, so that it has the form of the version that sent it. */
const loggedScoreOf = ({ response }: ScoreLogEntry): LeadScore => response as LeadScore;

/** Everything in a score that the model, the row and the context decide. */
const MEMBERS = [
  'score',
  'band',
  'probability',
  'qualified',
  'unranked',
  'baseline',
  'baselineScore',
  'otherPoints',
  'uncertain',
  'similarLeads',
] as const;

function differencesOf(
  entry: ScoreLogEntry,
  score: ExplainedScore,
  schema: FeatureSchema,
  row: readonly FeatureValue[],
): readonly string[] {
  const logged = loggedScoreOf(entry);
  const named = findPeopleFeatures(schema) ?? new Set();
  // JSON writes the shortest digits that give the same double, so equal texts are equal bits.
  const reasonsText = (reasons: readonly Reason[]) =>
    reasons.map((each) => canonicalText(named.has(each.feature) ? { ...each, value: null } : each)).join();
  const different: string[] = MEMBERS.filter(
    (member) => canonicalText(logged[member]) !== canonicalText(score[member]),
  );
  if (reasonsText(logged.reasons) !== reasonsText(score.reasons)) different.push('reasons');
  if (!Object.is(entry.probability, score.probability)) different.push('logged probability');
  if (entry.score !== score.score) different.push('logged score');
  if (entry.band !== score.band) different.push('logged band');
  if (hash('sha256', canonicalRowText(schema, row)) !== entry.inputHash) different.push('inputHash');
  return different;
}

/** JSON with sorted keys: an object of the log has the key order of the version that wrote it. */
function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(members);
}

/** What became of the scores of a whole log. */
export interface ReplayCounts {
  readonly equal: number;
  readonly different: number;
  readonly notReplayable: Readonly<Record<NotReplayable, number>>;
  /** The first few that differ. */
  readonly examples: readonly {
    readonly leadId: string;
    readonly scoredAt: number;
    readonly members: readonly string[];
  }[];
}

const ENTRIES_PER_CHUNK = 500;
const MAX_EXAMPLES = 10;

/** Replays every score that the org's log contains. */
export async function replayAllScores(
  ports: ReplayPorts & { readonly scoreLog: Pick<ScoreLog, 'findContext' | 'readAll'> },
  orgId: string,
  onProgress: (replayed: number) => void = () => undefined,
): Promise<ReplayCounts> {
  const replay = new ScoreReplay(ports, orgId);
  const notReplayable = { row_not_logged: 0, model_removed: 0 };
  const examples: { leadId: string; scoredAt: number; members: readonly string[] }[] = [];
  let [equal, different, replayed] = [0, 0, 0];
  for await (const chunk of ports.scoreLog.readAll(orgId, ENTRIES_PER_CHUNK)) {
    for (const each of await replay.replay(chunk)) {
      if ('notReplayable' in each) notReplayable[each.notReplayable]++;
      else if (each.differences.length === 0) equal++;
      else {
        different++;
        const { subjectId: leadId, scoredAt } = each.entry;
        if (examples.length < MAX_EXAMPLES) examples.push({ leadId, scoredAt, members: each.differences });
      }
    }
    onProgress((replayed += chunk.length));
  }
  return { equal, different, notReplayable, examples };
}
