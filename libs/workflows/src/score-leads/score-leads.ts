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
} from '@leadlight/contract';
import { historyFromFields, withFreshFields, type Instant, type LeadHistory } from '@leadlight/lead-features';
import type { ScoreSettings } from '@leadlight/lead-score';
import type { Clock, LeadHistoryStore, ScoreLog, ScoreLogEntry } from '../ports/index.ts';
import type { ActiveModels } from './active-models.ts';
import { scoreOneHistory } from './score-one-history.ts';
import type { ScoringModel } from './scoring-model.ts';
import { answerBody, leadScoreOf, logEntryOf, modelStampOf } from './wire.ts';

export interface AnswerLeadsPorts {
  readonly activeModels: Pick<ActiveModels, 'get'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly clock: Clock;
}

export interface ScoreLeadsPorts extends AnswerLeadsPorts {
  readonly scoreLog: Pick<ScoreLog, 'append'>;
}

/** An answer, and the same as JSON text. */
export interface AnswerMade {
  readonly made: ScoreLeadsResponse;
  readonly body: string;
}

/** An answer and what the log is to keep of it. */
export interface AnswerWithLog extends AnswerMade {
  readonly entries: readonly ScoreLogEntry[];
  readonly asOf: Instant;
}

/** After so many leads other requests get a turn. */
const LEADS_AT_A_STRETCH = 20;

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
): Promise<AnswerMade> {
  const { made, body, entries } = await answerLeads(ports, orgId, request, askedBy);
  await ports.scoreLog.append(orgId, entries);
  return { made, body };
}

/** The answer, not logged yet: it must be before it is sent. */
export async function answerLeads(
  ports: AnswerLeadsPorts,
  orgId: string,
  request: ScoreLeadsRequest,
  askedBy: string,
): Promise<AnswerWithLog> {
  const leadIds = [...new Set(request.leads.map(({ leadId }) => leadId))];
  const [model, histories] = await Promise.all([
    ports.activeModels.get(orgId),
    ports.leadHistories.findHistories(orgId, leadIds),
  ]);
  const asOf = ports.clock.now();
  const settings = { threshold: model.threshold, maxReasons: request.maxReasons ?? DEFAULT_REASONS };
  const scores: LeadScore[] = [];
  const problems: LeadProblem[] = [];
  for (const [index, lead] of request.leads.entries()) {
    if (index > 0 && index % LEADS_AT_A_STRETCH === 0) await yieldToOthers();
    const score = scoreLead(model, lead, histories.get(lead.leadId), asOf, settings);
    if (score) scores.push(score);
    else problems.push(leadNotFound(lead.leadId, histories.get(lead.leadId)));
  }
  const stamp = modelStampOf(model);
  const texts = scores.map((score) => JSON.stringify(score));
  return {
    made: { model: stamp, scores, problems },
    body: answerBody(stamp, texts, problems),
    entries: scores.map((score, i) => logEntryOf(model, score, askedBy, asOf, texts[i])),
    asOf,
  };
}

/** @returns undefined where nothing is known of the lead, or it was deleted and no fields say otherwise */
function scoreLead(
  { model, schema }: ScoringModel,
  { leadId, fields }: LeadToScore,
  synced: LeadHistory | undefined,
  asOf: Instant,
  settings: ScoreSettings,
): LeadScore | undefined {
  if (!fields && (!synced || synced.isDeleted)) return undefined;
  if (!synced) {
    const scored = scoreOneHistory(model, schema, historyFromFields(leadId, fields ?? {}, asOf), asOf, settings);
    return leadScoreOf(leadId, scored, asOf, [{ code: 'not_synced' }]);
  }
  const history = fields ? withFreshFields(synced, fields) : synced;
  return leadScoreOf(leadId, scoreOneHistory(model, schema, history, asOf, settings), asOf);
}

const leadNotFound = (leadId: string, synced: LeadHistory | undefined): LeadProblem => ({
  leadId,
  type: problemTypeUri('lead-not-found'),
  title: problemTypes['lead-not-found'].title,
  detail: synced
    ? 'The lead was deleted in the CRM and the request sent no fields.'
    : 'No lead with this id has been synced and the request sent no fields.',
});
