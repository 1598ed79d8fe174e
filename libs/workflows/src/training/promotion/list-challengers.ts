import type { Challengers } from '@leadlight/contract';
import type { ModelStore, ShadowModelStore } from '../../ports/index.ts';

export interface ListChallengersPorts {
  readonly models: Pick<ModelStore, 'list'>;
  readonly shadowModels: Pick<ShadowModelStore, 'list'>;
}

type Challenger = Challengers['challengers'][number];

const MAX_LISTED = 10;

/** The models that were compared with the active one, newest first, with what the last daily comparison found. */
export async function listChallengers(
  { models, shadowModels }: ListChallengersPorts,
  orgId: string,
): Promise<Challengers> {
  const [entries, shadows] = await Promise.all([models.list(orgId), shadowModels.list(orgId, MAX_LISTED)]);
  const versions = new Map(entries.map(({ id, version }) => [id, version]));
  return {
    challengers: shadows.map(
      ({ modelId, role, besideModelId, startedAt, startedBy, endedAt, endedAs, evidence, failure }): Challenger => ({
        ...{ modelId, role, startedBy, endedAs, failure },
        version: versions.get(modelId) ?? null,
        besideVersion: versions.get(besideModelId) ?? null,
        startedAt: new Date(startedAt).toISOString(),
        endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
        evidence: evidenceOf(evidence),
      }),
    ),
  };
}

/** As `decideOnShadows` stores it. @returns null where the models were not compared, or by an earlier release */
function evidenceOf(stored: unknown): Challenger['evidence'] {
  if (typeof stored !== 'object' || stored === null) return null;
  const { at, leads, converted, settled, difference, challenger, incumbent, threshold } = stored as Partial<
    Record<string, number>
  >;
  if (at === undefined || leads === undefined || converted === undefined || settled === undefined) return null;
  if (difference === undefined || challenger === undefined || incumbent === undefined || threshold === undefined) {
    return null;
  }
  const compared = { leads, converted, settled, difference, threshold };
  return { comparedAt: new Date(at).toISOString(), ...compared, better: challenger, worse: incumbent };
}
