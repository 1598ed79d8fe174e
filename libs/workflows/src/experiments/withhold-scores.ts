import { DAY_MS } from '@leadlight/common';
import { armOfLead, armOfRepFortnight, hashedUniform } from '@leadlight/evaluation';
import type { Instant, LeadHistory } from '@leadlight/lead-features';
import type { EnrolledLead, ExperimentArm, ExperimentEntry, ExperimentStore, LeadScoreUpdate } from '../ports/index.ts';

const FORTNIGHT_MS = 14 * DAY_MS;

/** A lead that has just been scored. */
export interface ScoredLeadOfExperiment {
  readonly history: Pick<LeadHistory, 'leadId' | 'createdAt' | 'fields'>;
  readonly band: string;
  /** True for a lead that lists by score leave out: it takes no part. */
  readonly isUnranked: boolean;
}

/**
 * Enrols leads at their first score, and says whose score nobody may see: neither in an answer nor in the CRM. Only leads that
 * were created since the experiment began take part, and `enrol` leaves out those that were scored before they could take part,
 * so that no score of theirs was shown before.
 * @returns ids of the leads whose score is withheld
 */
export async function withheldLeads(
  experiments: Pick<ExperimentStore, 'enrol' | 'findLeads'>,
  orgId: string,
  experiment: ExperimentEntry | undefined,
  scored: readonly ScoredLeadOfExperiment[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  if (!experiment) return NOBODY;
  const { id, state, startedAt } = experiment;
  const young = scored.filter(({ history }) => history.createdAt >= startedAt);
  if (young.length === 0) return NOBODY;
  const enrolled = await experiments.findLeads(orgId, id, [...new Set(young.map(({ history }) => history.leadId))]);
  const known = new Set(enrolled.map(({ leadId }) => leadId));
  const added = new Map<string, Omit<EnrolledLead, 'viewedAt'>>();
  for (const each of young) {
    const lead = known.has(each.history.leadId) || each.isUnranked ? undefined : enrolment(experiment, each, now);
    if (lead) added.set(lead.leadId, lead);
  }
  const all = [...enrolled, ...(await experiments.enrol(orgId, id, [...added.values()]))];
  return new Set(all.flatMap(({ leadId, arm }) => (isWithheld(state, arm) ? [leadId] : [])));
}

/** Whether the score of this lead is withheld, without enrolling it. */
export async function isScoreWithheld(
  experiments: Pick<ExperimentStore, 'findLeads'>,
  orgId: string,
  experiment: ExperimentEntry | undefined,
  leadId: string,
): Promise<boolean> {
  if (!experiment) return false;
  const [lead] = await experiments.findLeads(orgId, experiment.id, [leadId]);
  return lead !== undefined && isWithheld(experiment.state, lead.arm);
}

const NOBODY: ReadonlySet<string> = new Set();

const isWithheld = (state: ExperimentEntry['state'], arm: ExperimentArm): boolean =>
  arm === 'exploration' || (arm === 'hidden' && state === 'running');

/** @returns undefined for a lead without an owner where owners decide */
function enrolment(
  { plan, startedAt, state }: ExperimentEntry,
  { history: { leadId, createdAt, fields }, band }: ScoredLeadOfExperiment,
  now: Instant,
): Omit<EnrolledLead, 'viewedAt'> | undefined {
  const owner = fields['OwnerId'];
  const repId = typeof owner === 'string' ? owner : null;
  const fortnight = Math.floor((createdAt - startedAt) / FORTNIGHT_MS);
  const lead = { leadId, band, repId, fortnight, enrolledAt: now };
  if (hashedUniform(`${plan.seed} exploration`, leadId) < plan.explorationShare) return { ...lead, arm: 'exploration' };
  // After the experiment only exploration goes on.
  if (state !== 'running') return undefined;
  if (plan.design === 'lead') return { ...lead, arm: armOfLead(plan.seed, leadId, plan.hiddenShare) };
  return repId === null ? undefined : { ...lead, arm: armOfRepFortnight(plan.seed, repId, fortnight) };
}

/** The updates that may be written to the CRM. The others are in the score log only, until the experiment stops. */
export async function withoutWithheld(
  experiments: Pick<ExperimentStore, 'enrol' | 'findLeads'>,
  orgId: string,
  experiment: ExperimentEntry | undefined,
  updates: readonly LeadScoreUpdate[],
  histories: readonly LeadHistory[],
  now: Instant,
): Promise<readonly LeadScoreUpdate[]> {
  if (!experiment) return updates;
  const byId = new Map(histories.map((history) => [history.leadId, history]));
  const scored = updates.map(({ leadId, band, unranked }) => ({
    history: byId.get(leadId)!,
    band,
    isUnranked: unranked !== null,
  }));
  const withheld = await withheldLeads(experiments, orgId, experiment, scored, now);
  return withheld.size === 0 ? updates : updates.filter(({ leadId }) => !withheld.has(leadId));
}
