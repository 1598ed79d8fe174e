import type { WhatIfRequest, WhatIfResponse } from '@leadlight/contract';
import {
  historyFromFields,
  readSentFields,
  withFreshFields,
  type FeatureSchema,
  type LeadHistory,
} from '@leadlight/lead-features';
import { findScoreRaises, type ExplainedScore } from '@leadlight/lead-score';
import { WorkflowError } from '../errors.ts';
import { withheldLeads } from '../experiments/withhold-scores.ts';
import { latestRow, scoreHistories } from './score-histories.ts';
import type { ScoringPorts } from './score-leads.ts';
import { scoreRow } from './score-rows.ts';
import { suggestActions } from './suggest-actions.ts';
import { modelStampOf } from './wire.ts';

/**
 * What the active model would score for a lead with some fields changed, and what a rep can do to raise the score. Nothing
 * is logged, because these are not scores of the lead.
 * @throws WorkflowError `lead_not_found`, `score_withheld`, `no_active_model`, `model_not_for_leads`
 */
export async function whatIf(
  { activeModels, leadHistories, orgFieldNames, experiments, clock }: ScoringPorts,
  orgId: string,
  { leadId, fields: sentFields }: WhatIfRequest,
): Promise<WhatIfResponse> {
  const [scoring, knownFields, histories] = await Promise.all([
    activeModels.get(orgId),
    orgFieldNames.get(orgId),
    leadHistories.findHistories(orgId, [leadId]),
  ]);
  const now = clock.now();
  const sent = sentFields && readSentFields(scoring.schema, sentFields, knownFields);
  const fields = sent?.fields;
  const lead = getLead(leadId, histories.get(leadId), fields, now);
  const versions = fields ? [lead, withFreshFields(lead, fields)] : [lead];
  const [current, changed] = await scoreHistories(scoring, versions, now, 0);
  const { band, unranked } = current!.score;
  const scored = { history: lead, band, isUnranked: unranked !== undefined };
  const withheld = await withheldLeads(experiments, orgId, scoring.experiment, [scored], now);
  if (withheld.has(leadId)) throw new WorkflowError('score_withheld', { leadId });
  const { model, schema, threshold, ranking } = scoring;
  const settings = { threshold, maxReasons: 0, openLeads: ranking?.openLeads };
  const scoreOfRow = (row: Parameters<typeof scoreRow>[2]) => scoreRow(model, schema, row, settings).score;
  return {
    leadId,
    model: modelStampOf(scoring),
    now: outcomeOf(current!.score),
    ...(changed && { changed: outcomeOf(changed.score) }),
    changeable: [...changeableFields(schema)],
    warnings: [...(sent?.warnings ?? [])],
    raises: [...findScoreRaises(schema, latestRow(schema, lead, now), scoreOfRow)],
    suggestions: await suggestActions(scoring, lead, current!.score, now),
  };
}

/** A lead that was never synced is scored on the sent fields alone. */
function getLead(
  leadId: string,
  synced: LeadHistory | undefined,
  fields: WhatIfRequest['fields'],
  now: number,
): LeadHistory {
  if (synced && !synced.isDeleted) return synced;
  if (fields) return historyFromFields(leadId, fields, now);
  throw new WorkflowError('lead_not_found', { leadId });
}

const outcomeOf = ({ score, band, probability }: ExplainedScore) => ({ score, band, probability });

/** Fields that describe the past, or that only the lead can answer; offering them would make no sense. */
const UNCHANGEABLE_FIELDS: ReadonlySet<string> = new Set([
  'CreatedDate',
  'LeadSource',
  'DoNotCall',
  'HasOptedOutOfEmail',
]);

/** CRM fields that a model reads and that a user can find out or correct, each once, in the model's order. */
export function changeableFields({ features }: FeatureSchema): readonly string[] {
  const inputs = features.flatMap(({ source, people }) => {
    // Another process decides who works on a lead, and no user types an id.
    if (people) return [];
    if (source.type === 'catalogue') return source.inputs;
    return source.type === 'field' ? [source.field] : [];
  });
  return [...new Set(inputs)].filter((field) => !UNCHANGEABLE_FIELDS.has(field));
}
