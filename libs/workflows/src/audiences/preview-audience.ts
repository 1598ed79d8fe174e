import type { AudienceStore, Clock, LeadHistoryStore, OrgStore, RankedLeadsStore } from '../ports/index.ts';
import { WorkflowError } from '../errors.ts';
import { CONSENT_FIELDS, type Audience, type AudienceDefinition } from './audience.ts';
import { selectAudience, valuesNotFound, type AudienceCandidate, type AudienceSelection } from './select-audience.ts';

export interface AudiencePorts {
  readonly audiences: AudienceStore;
  readonly rankedLeads: RankedLeadsStore;
  readonly leadHistories: LeadHistoryStore;
  readonly orgs: OrgStore;
  readonly clock: Clock;
}

export interface AudiencePreview {
  readonly selection: AudienceSelection;
  /** Open leads that lists by score show. */
  readonly candidates: number;
  /** The sum of the members' probabilities: how many would reach the goal within the horizon, as last scored. */
  readonly expectedGoals: number;
  /** Fields of the definition that the last sync did not read. Consent fields among them stop the audience from being written. */
  readonly unreadFields: readonly string[];
  /** Values of the conditions that no open lead has. */
  readonly valuesNotFound: ReturnType<typeof valuesNotFound>;
}

const CHUNK = 1_000;

/**
 * Who would be in an audience now. Nothing is stored and nothing is written to the CRM.
 * @throws WorkflowError `org_not_synced`
 */
export async function previewAudience(
  { rankedLeads, leadHistories, orgs, clock }: AudiencePorts,
  orgId: string,
  audience: Pick<Audience, 'id' | 'definition'>,
): Promise<AudiencePreview> {
  const org = await orgs.find(orgId);
  if (!org?.lastSyncedAt) throw new WorkflowError('org_not_synced', { orgId });
  const { leads } = await rankedLeads.best(orgId, {}, Number.MAX_SAFE_INTEGER);
  const candidates: AudienceCandidate[] = [];
  for (let start = 0; start < leads.length; start += CHUNK) {
    const chunk = leads.slice(start, start + CHUNK);
    const found = await leadHistories.findHistories(
      orgId,
      chunk.map(({ leadId }) => leadId),
    );
    for (const lead of chunk) {
      const history = found.get(lead.leadId);
      if (history) candidates.push({ ...lead, history: withoutChanges(history) });
    }
  }
  const { id, definition } = audience;
  const selection = selectAudience(candidates, definition, { seed: id, now: clock.now() });
  const read = new Set(org.fields.map(({ name }) => name));
  return {
    selection,
    candidates: candidates.length,
    expectedGoals: selection.members.reduce((sum, { probability }) => sum + probability, 0),
    unreadFields: fieldsOf(definition).filter((field) => !read.has(field)),
    valuesNotFound: valuesNotFound(candidates, definition.filters),
  };
}

/** The rest of a history takes most of its memory. */
const withoutChanges = ({
  fields,
  activities,
  campaigns,
}: AudienceCandidate['history']): AudienceCandidate['history'] => ({
  fields,
  activities,
  campaigns,
});

function fieldsOf({ range, filters, channel }: AudienceDefinition): readonly string[] {
  const named = [...filters.map(({ field }) => field), ...(range.by === 'value' ? [range.field] : [])];
  return [...new Set([...CONSENT_FIELDS[channel], ...named])];
}
