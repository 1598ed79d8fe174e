import {
  DEFAULT_REASONS,
  problemTypes,
  problemTypeUri,
  type LeadProblem,
  type LeadScore,
  type ScoreLeadsRequest,
  type ScoreLeadsResponse,
  type Warning,
} from '@leadlight/contract';
import {
  historyFromFields,
  readSentFields,
  withFreshFields,
  type Instant,
  type LeadHistory,
  type SentFields,
} from '@leadlight/lead-features';
import { withheldLeads } from '../experiments/withhold-scores.ts';
import type { Clock, ExperimentStore, LeadHistoryStore, ScoreLog, ScoreLogEntry } from '../ports/index.ts';
import type { ActiveModels } from './active-models.ts';
import type { OrgFieldNames } from './org-field-names.ts';
import { scoreHistories } from './score-histories.ts';
import type { ScoringModel } from './scoring-model.ts';
import { leadScoreOf, logEntryOf, modelStampOf, responseBody } from './wire.ts';

export interface ScoringPorts {
  readonly activeModels: Pick<ActiveModels, 'get'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly orgFieldNames: Pick<OrgFieldNames, 'get'>;
  readonly experiments: Pick<ExperimentStore, 'enrol' | 'findLeads' | 'markViewed'>;
  readonly clock: Clock;
}

export interface ScoreLeadsPorts extends ScoringPorts {
  readonly scoreLog: Pick<ScoreLog, 'append'>;
}

export interface ScoreLeadsResult {
  readonly response: ScoreLeadsResponse;
  /** The response as JSON text. */
  readonly body: string;
}

/** A response and its log entries. */
export interface UnloggedScores extends ScoreLeadsResult {
  readonly entries: readonly ScoreLogEntry[];
  readonly now: Instant;
}

/**
 * Scores leads with the org’s active model, one model for the whole response. Each lead gets a score or a problem. The
 * scores are logged before they are returned.
 * @param requestedBy for the log: `api:<key id>`
 * @throws WorkflowError `no_active_model`, `model_not_for_leads`; ForestError, LeadFeaturesError where the model cannot be used
 */
export async function scoreLeads(
  ports: ScoreLeadsPorts,
  orgId: string,
  request: ScoreLeadsRequest,
  requestedBy: string,
): Promise<ScoreLeadsResult> {
  const { response, body, entries } = await scoreWithoutLogging(ports, orgId, request, requestedBy);
  await ports.scoreLog.append(orgId, entries);
  return { response, body };
}

/** The caller must log the entries before it sends the response. */
export async function scoreWithoutLogging(
  ports: ScoringPorts,
  orgId: string,
  { leads, maxReasons = DEFAULT_REASONS, isView = false }: ScoreLeadsRequest,
  requestedBy: string,
): Promise<UnloggedScores> {
  const [scoring, knownFields, histories] = await Promise.all([
    ports.activeModels.get(orgId),
    ports.orgFieldNames.get(orgId),
    ports.leadHistories.findHistories(orgId, [...new Set(leads.map(({ leadId }) => leadId))]),
  ]);
  const now = ports.clock.now();
  const found: FoundLead[] = [];
  const problems: LeadProblem[] = [];
  for (const lead of leads) {
    const synced = histories.get(lead.leadId);
    const sent = lead.fields && readSentFields(scoring.schema, lead.fields, knownFields);
    const each = findLead(lead.leadId, sent, synced, now);
    if (each) found.push(each);
    else problems.push(leadNotFound(lead.leadId, synced));
  }
  const scored = await scoreHistories(
    scoring,
    found.map(({ history }) => history),
    now,
    maxReasons,
  );
  const all = scored.map((each, i) => leadScoreOf(scoring, each, found[i]!.warnings));
  const allTexts = all.map((score) => JSON.stringify(score));
  const withheld = await withheldAmong(ports, orgId, scoring, found, all, { now, isView });
  for (const leadId of withheld) problems.push(scoreWithheld(leadId));
  const scores = withheld.size === 0 ? all : all.filter(({ leadId }) => !withheld.has(leadId));
  const texts = withheld.size === 0 ? allTexts : allTexts.filter((_, i) => !withheld.has(all[i]!.leadId));
  const stamp = modelStampOf(scoring);
  return {
    response: { model: stamp, scores, problems },
    body: responseBody(stamp, texts, problems),
    entries: all.map((score, i) => logEntryOf(scoring, score, scored[i]!, { requestedBy, maxReasons }, allTexts[i])),
    now,
  };
}

/** Enrols new leads in an experiment that runs, and notes which of the shown scores somebody views. */
async function withheldAmong(
  { experiments }: ScoringPorts,
  orgId: string,
  { experiment }: ScoringModel,
  found: readonly FoundLead[],
  scores: readonly LeadScore[],
  { now, isView }: { readonly now: Instant; readonly isView: boolean },
): Promise<ReadonlySet<string>> {
  if (!experiment) return new Set();
  const scored = scores.map(({ band, unranked }, i) => ({
    history: found[i]!.history,
    band,
    isUnranked: unranked !== undefined,
  }));
  const withheld = await withheldLeads(experiments, orgId, experiment, scored, now);
  if (isView) {
    const viewed = scores.flatMap(({ leadId }) => (withheld.has(leadId) ? [] : [leadId]));
    await experiments.markViewed(orgId, experiment.id, viewed, now);
  }
  return withheld;
}

interface FoundLead {
  readonly history: LeadHistory;
  readonly warnings: readonly Warning[];
}

/** @returns undefined if the lead is unknown, or was deleted and the request sends no fields */
function findLead(
  leadId: string,
  sent: SentFields | undefined,
  synced: LeadHistory | undefined,
  now: Instant,
): FoundLead | undefined {
  if (!sent) return synced && !synced.isDeleted ? { history: synced, warnings: [] } : undefined;
  const { fields, warnings } = sent;
  if (synced) return { history: withFreshFields(synced, fields), warnings };
  return { history: historyFromFields(leadId, fields, now), warnings: [{ code: 'not_synced' }, ...warnings] };
}

const scoreWithheld = (leadId: string): LeadProblem => ({
  leadId,
  type: problemTypeUri('score-withheld'),
  title: problemTypes['score-withheld'].title,
});

const leadNotFound = (leadId: string, synced: LeadHistory | undefined): LeadProblem => ({
  leadId,
  type: problemTypeUri('lead-not-found'),
  title: problemTypes['lead-not-found'].title,
  detail: synced
    ? 'The lead was deleted in the CRM and the request sent no fields.'
    : 'No lead with this id has been synced and the request sent no fields.',
});
