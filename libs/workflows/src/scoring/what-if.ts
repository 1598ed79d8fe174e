import type { WhatIfRequest, WhatIfResponse } from '@leadlight/contract';
import { historyFromFields, rowOf, snapshotAt, withFreshFields, type LeadHistory } from '@leadlight/lead-features';
import { findScoreRaises, type ExplainedScore } from '@leadlight/lead-score';
import { WorkflowError } from '../errors.ts';
import type { ScoringPorts } from './score-leads.ts';
import { scoreRow } from './score-rows.ts';
import { modelStampOf } from './wire.ts';
import { changeableFields } from './changeable-fields.ts';

/**
 * What a lead's score would be if something were otherwise, by the model that scores now. Nothing is logged: it is no score
 * of the lead.
 * @throws WorkflowError `lead_not_found`, `no_active_model`, `model_not_for_leads`
 */
export async function whatIf(
  { activeModels, leadHistories, clock }: ScoringPorts,
  orgId: string,
  { leadId, fields }: WhatIfRequest,
): Promise<WhatIfResponse> {
  const [model, histories] = await Promise.all([activeModels.get(orgId), leadHistories.findHistories(orgId, [leadId])]);
  const asOf = clock.now();
  const lead = leadOf(leadId, histories.get(leadId), fields, asOf);
  const rowNow = (history: LeadHistory) => rowOf(model.schema, snapshotAt(history, asOf));
  const scored = (row: ReturnType<typeof rowNow>) =>
    scoreRow(model.model, model.schema, row, { threshold: model.threshold, maxReasons: 0 });
  const row = rowNow(lead);
  return {
    leadId,
    model: modelStampOf(model),
    now: outcomeOf(scored(row)),
    ...(fields && { changed: outcomeOf(scored(rowNow(withFreshFields(lead, fields)))) }),
    changeable: [...changeableFields(model.schema)],
    raises: [...findScoreRaises(model.schema, row, (tried) => scored([...tried]).score)],
  };
}

/** A lead that was never synced is told by the fields alone; without them there is nothing to ask about. */
function leadOf(
  leadId: string,
  synced: LeadHistory | undefined,
  fields: WhatIfRequest['fields'],
  asOf: number,
): LeadHistory {
  if (synced && !synced.isDeleted) return synced;
  if (fields) return historyFromFields(leadId, fields, asOf);
  throw new WorkflowError('lead_not_found', 'No lead with this id is known, and no fields were sent.', { leadId });
}

const outcomeOf = ({ score, band, probability }: ExplainedScore) => ({ score, band, probability });
