import type {
  Audience as AudienceDocument,
  AudienceCondition,
  AudienceDefinition as DefinitionDocument,
  AudiencePreview as PreviewDocument,
} from '@leadlight/contract';
import { toId18 } from '@leadlight/common';
import type { FieldValue, LeadField } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import type { SettingsProblem } from '../administration/scoring-settings/settings-problem.ts';
import { isConfirmed, type Audience, type AudienceDefinition, type AudienceFilter } from './audience.ts';
import { isWriteDue } from './due-audiences.ts';
import type { AudiencePreview } from './preview-audience.ts';

const isoTime = (at: number): string => new Date(at).toISOString();

/**
 * The definition that a request asks for.
 * @param fields of leads, as last synced
 * @throws WorkflowError `audience_invalid` if it names other fields, or values that do not fit them
 */
export function definitionOfRequest(request: DefinitionDocument, fields: readonly LeadField[]): AudienceDefinition {
  const problems: SettingsProblem[] = [];
  const find = (name: string, pointer: string): LeadField | undefined => {
    const field = fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!field) problems.push({ pointer, detail: `No field ${name} of leads was read.` });
    return field;
  };
  const { range, conditions, channel, notInCampaigns, notContactedForDays, heldOutPercent } = request;
  const filters = conditions.flatMap((condition, index) => {
    const field = find(condition.field, `/definition/conditions/${index}/field`);
    if (!field) return [];
    const filter = filterOf(condition, field);
    if (typeof filter !== 'string') return [filter];
    problems.push({ pointer: `/definition/conditions/${index}/values`, detail: filter });
    return [];
  });
  if (range.kind === 'score' && range.lowest > range.highest) {
    problems.push({ pointer: '/definition/range', detail: 'The lowest score is above the highest.' });
  }
  const valueField = range.kind === 'value' ? find(range.field, '/definition/range/field') : undefined;
  if (valueField && !isNumeric(valueField)) {
    problems.push({ pointer: '/definition/range/field', detail: `${valueField.name} is not a number field.` });
  }
  if (problems.length > 0) throw new WorkflowError('audience_invalid', { problems });
  return {
    range: rangeOf(range, valueField?.name),
    filters,
    channel,
    notInCampaigns: notInCampaigns.map(toId18),
    notContactedForDays,
    heldOutShare: heldOutPercent / 100,
  };
}

function rangeOf(range: DefinitionDocument['range'], valueField = ''): AudienceDefinition['range'] {
  switch (range.kind) {
    case 'score':
      return { by: 'score', from: range.lowest, to: range.highest };
    case 'band':
      return { by: 'band', bands: range.bands };
    case 'top':
      return { by: 'top', leads: range.leads };
    case 'value':
      return { by: 'value', leads: range.leads, field: valueField };
  }
}

/** @returns a sentence that says what is wrong */
function filterOf({ operator, values }: AudienceCondition, field: LeadField): AudienceFilter | string {
  const { name } = field;
  if (operator === 'filled' || operator === 'empty') {
    return values.length > 0 ? 'This condition takes no value.' : { field: name, missing: operator === 'empty' };
  }
  if (values.length === 0) return `Give a value for ${name}.`;
  const found: FieldValue[] = [];
  for (const text of values) {
    const value = valueOf(text, field);
    if (value === undefined) return `"${text}" is not a value of ${name}.`;
    found.push(value);
  }
  if (operator === 'equals') return { field: name, is: found };
  if (operator === 'differs') return { field: name, isNot: found };
  const [first] = found;
  if (typeof first !== 'number' || found.length > 1) return `${name} is compared with one number.`;
  return operator === 'at_least' ? { field: name, atLeast: first } : { field: name, below: first };
}

const isNumeric = ({ type }: LeadField): boolean => type === 'number' || type === 'currency' || type === 'percent';

function valueOf(text: string, field: LeadField): FieldValue | undefined {
  if (isNumeric(field)) {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value) ? value : undefined;
  }
  if (field.type !== 'boolean') return text;
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
}

function definitionDocument(definition: AudienceDefinition): DefinitionDocument {
  const { range, filters, channel, notInCampaigns, notContactedForDays, heldOutShare } = definition;
  return {
    range: rangeDocument(range),
    conditions: filters.map(conditionDocument),
    channel,
    notInCampaigns: [...notInCampaigns],
    notContactedForDays,
    heldOutPercent: Math.round(heldOutShare * 100),
  };
}

function rangeDocument(range: AudienceDefinition['range']): DefinitionDocument['range'] {
  switch (range.by) {
    case 'score':
      return { kind: 'score', lowest: range.from, highest: range.to };
    case 'band':
      return { kind: 'band', bands: range.bands.map((band) => band as 'A') };
    case 'top':
      return { kind: 'top', leads: range.leads };
    case 'value':
      return { kind: 'value', leads: range.leads, field: range.field };
  }
}

function conditionDocument(filter: AudienceFilter): AudienceCondition {
  const { field } = filter;
  if ('missing' in filter) return { field, operator: filter.missing ? 'empty' : 'filled', values: [] };
  if ('is' in filter) return { field, operator: 'equals', values: filter.is.map(String) };
  if ('isNot' in filter) return { field, operator: 'differs', values: filter.isNot.map(String) };
  if ('atLeast' in filter) return { field, operator: 'at_least', values: [String(filter.atLeast)] };
  return { field, operator: 'below', values: [String(filter.below)] };
}

/** An audience as the API shows it. */
export function audienceDocument(
  audience: Audience,
  members: { readonly added: number; readonly heldOut: number },
  now: number,
): AudienceDocument {
  const { id, name, definition, campaignId, listView, revision, confirmedBy, changedAt, lastWrite } = audience;
  return {
    audienceId: id,
    name,
    definition: definitionDocument(definition),
    campaignId,
    listView,
    revision,
    confirmed: isConfirmed(audience),
    confirmedBy: isConfirmed(audience) ? confirmedBy : null,
    changedAt: isoTime(changedAt),
    added: members.added,
    heldOut: members.heldOut,
    isWriteDue: isWriteDue(audience, now),
    lastWrite: lastWrite && writeDocument(lastWrite),
  };
}

function writeDocument({ at, counts, failure }: NonNullable<Audience['lastWrite']>): AudienceDocument['lastWrite'] {
  return { writtenAt: isoTime(at), ...(counts ?? NO_COUNTS), failure };
}

const NO_COUNTS = { added: 0, removed: 0, unchanged: 0, keptForResponse: 0, removedByOthers: 0, rejected: 0 };

/** Who would be in an audience, without the leads themselves. */
export function previewDocument(preview: AudiencePreview): PreviewDocument {
  const { selection, candidates, expectedGoals, unreadFields, valuesNotFound } = preview;
  const { opted_out, in_campaign, contacted_lately, filtered, out_of_range } = selection.excluded;
  return {
    candidates,
    members: selection.members.length,
    heldOut: selection.heldOut.length,
    expectedConversions: expectedGoals,
    excluded: {
      optedOut: opted_out,
      inCampaign: in_campaign,
      contactedLately: contacted_lately,
      conditionsNotMet: filtered,
      outOfRange: out_of_range,
    },
    unreadFields: [...unreadFields],
    valuesNotFound: valuesNotFound.map(({ field, value }) => ({ field, text: String(value) })),
  };
}
