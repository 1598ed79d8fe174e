import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  DEFAULT_REASONS,
  problemTypes,
  problemTypeUri,
  type LeadProblem,
  type LeadScore,
  type LeadToScore,
  type ScoreLeadsRequest,
  type ScoreLeadsResponse,
  type Warning,
} from '@leadlight/contract';
import { historyFromFields, withFreshFields, type Instant, type LeadHistory } from '@leadlight/lead-features';
import type { ScoreSettings } from '@leadlight/lead-score';
import type { Clock, LeadHistoryStore, ScoreLog, ScoreLogEntry } from '../ports/index.ts';
import type { ActiveModels } from './active-models.ts';
import { scoreHistories } from './score-histories.ts';
import type { ScoringModel } from './scoring-model.ts';
import { responseBody, leadScoreOf, logEntryOf, modelStampOf } from './wire.ts';

export interface ScoringPorts {
  readonly activeModels: Pick<ActiveModels, 'get'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly clock: Clock;
}

export interface ScoreLeadsPorts extends ScoringPorts {
  readonly scoreLog: Pick<ScoreLog, 'append'>;
}

/** An answer, and the same as JSON text. */
export interface ScoreLeadsResult {
  readonly response: ScoreLeadsResponse;
  readonly body: string;
}

/** An answer and what the log is to keep of it. */
export interface UnloggedScores extends ScoreLeadsResult {
  readonly entries: readonly ScoreLogEntry[];
  readonly asOf: Instant;
}

/** After so many leads other requests get a turn: a few milliseconds. */
const LEADS_PER_SLICE = 100;
const EXPLAINED_LEADS_PER_SLICE = 20;

/**
 * Scores leads with the org’s active model, one model for the whole answer. Each lead is answered for itself: a score or
 * a problem. What is answered has been logged before.
 * @param askedBy who asked, for the log: `api:<key id>`
 * @throws WorkflowError `no_active_model`, `model_not_for_leads`; ForestError, LeadFeaturesError where the model cannot be used
 */
export async function scoreLeads(
  ports: ScoreLeadsPorts,
  orgId: string,
  request: ScoreLeadsRequest,
  askedBy: string,
): Promise<ScoreLeadsResult> {
  const { response: made, body, entries } = await scoreWithoutLogging(ports, orgId, request, askedBy);
  await ports.scoreLog.append(orgId, entries);
  return { response: made, body };
}

/** The answer, not logged yet: it must be before it is sent. */
export async function scoreWithoutLogging(
  ports: ScoringPorts,
  orgId: string,
  request: ScoreLeadsRequest,
  askedBy: string,
): Promise<UnloggedScores> {
  const leadIds = [...new Set(request.leads.map(({ leadId }) => leadId))];
  const [model, histories] = await Promise.all([
    ports.activeModels.get(orgId),
    ports.leadHistories.findHistories(orgId, leadIds),
  ]);
  const asOf = ports.clock.now();
  const settings = { threshold: model.threshold, maxReasons: request.maxReasons ?? DEFAULT_REASONS };
  const stretch = settings.maxReasons > 0 ? EXPLAINED_LEADS_PER_SLICE : LEADS_PER_SLICE;
  const scores: LeadScore[] = [];
  const problems: LeadProblem[] = [];
  for (let first = 0; first < request.leads.length; first += stretch) {
    if (first > 0) await yieldToOthers();
    const found: FoundLead[] = [];
    for (const lead of request.leads.slice(first, first + stretch)) {
      const synced = histories.get(lead.leadId);
      const each = findLead(lead, synced, asOf);
      if (each) found.push(each);
      else problems.push(leadNotFound(lead.leadId, synced));
    }
    scores.push(...scoresOf(model, found, asOf, settings));
  }
  const stamp = modelStampOf(model);
  const texts = scores.map((score) => JSON.stringify(score));
  return {
    response: { model: stamp, scores, problems },
    body: responseBody(stamp, texts, problems),
    entries: scores.map((score, i) => logEntryOf(model, score, askedBy, asOf, texts[i])),
    asOf,
  };
}

/** What is known of a lead that was asked for. */
interface FoundLead {
  readonly history: LeadHistory;
  readonly warnings: readonly Warning[];
}

/** @returns undefined where nothing is known of the lead, or it was deleted and no fields say otherwise */
function findLead(
  { leadId, fields }: LeadToScore,
  synced: LeadHistory | undefined,
  asOf: Instant,
): FoundLead | undefined {
  if (!fields) return synced && !synced.isDeleted ? { history: synced, warnings: [] } : undefined;
  if (synced) return { history: withFreshFields(synced, fields), warnings: [] };
  return { history: historyFromFields(leadId, fields, asOf), warnings: [{ code: 'not_synced' }] };
}

function scoresOf(
  scoring: ScoringModel,
  found: readonly FoundLead[],
  asOf: Instant,
  settings: ScoreSettings,
): LeadScore[] {
  const histories = found.map(({ history }) => history);
  return scoreHistories(scoring.model, scoring.schema, histories, asOf, settings).map((scored, i) =>
    leadScoreOf(scoring, histories[i]!.leadId, scored, asOf, found[i]!.warnings),
  );
}

const leadNotFound = (leadId: string, synced: LeadHistory | undefined): LeadProblem => ({
  leadId,
  type: problemTypeUri('lead-not-found'),
  title: problemTypes['lead-not-found'].title,
  detail: synced
    ? 'The lead was deleted in the CRM and the request sent no fields.'
    : 'No lead with this id has been synced and the request sent no fields.',
});
