import type { Audience, AudienceCondition, AudienceDefinition, AudienceRange } from '@leadlight/contract';

export interface ConditionDraft {
  readonly field: string;
  readonly operator: AudienceCondition['operator'];
  /** Values as typed, separated by `|`. */
  readonly text: string;
}

/** What the form shows: texts as typed. */
export interface AudienceDraft {
  readonly name: string;
  readonly kind: AudienceRange['kind'];
  readonly bands: readonly string[];
  readonly lowest: string;
  readonly highest: string;
  readonly leads: string;
  readonly valueField: string;
  readonly conditions: readonly ConditionDraft[];
  readonly channel: AudienceDefinition['channel'];
  readonly notInCampaigns: readonly string[];
  readonly notContactedForDays: string;
  readonly heldOutPercent: string;
  /** The id of a campaign, `LIST_VIEW`, or empty = none. */
  readonly target: string;
}

/** What was entered, for the parent of the form to preview or save. */
export interface DraftedAudience {
  readonly name: string;
  readonly definition: AudienceDefinition;
  readonly campaignId: string | null;
  readonly listView: boolean;
}

/** A target that is no campaign. */
export const LIST_VIEW = 'list-view';

export const NEW_CONDITION: ConditionDraft = { field: '', operator: 'equals', text: '' };

const EMPTY: AudienceDraft = {
  name: '',
  kind: 'band',
  bands: ['A'],
  lowest: '60',
  highest: '99',
  leads: '100',
  valueField: 'AnnualRevenue',
  conditions: [],
  channel: 'both',
  notInCampaigns: [],
  notContactedForDays: '',
  heldOutPercent: '0',
  target: '',
};

/** @param audience undefined = a new one */
export function draftOf(audience: Audience | undefined): AudienceDraft {
  if (!audience) return EMPTY;
  const { definition, name, campaignId, listView } = audience;
  const { range, conditions, channel, notInCampaigns, notContactedForDays, heldOutPercent } = definition;
  return {
    ...EMPTY,
    name,
    kind: range.kind,
    ...(range.kind === 'band' && { bands: range.bands }),
    ...(range.kind === 'score' && { lowest: String(range.lowest), highest: String(range.highest) }),
    ...('leads' in range && { leads: String(range.leads) }),
    ...(range.kind === 'value' && { valueField: range.field }),
    conditions: conditions.map(({ field, operator, values }) => ({ field, operator, text: values.join(' | ') })),
    channel,
    notInCampaigns,
    notContactedForDays: notContactedForDays === null ? '' : String(notContactedForDays),
    heldOutPercent: String(heldOutPercent),
    target: listView ? LIST_VIEW : (campaignId ?? ''),
  };
}

export const takesValues = ({ operator }: ConditionDraft): boolean => operator !== 'filled' && operator !== 'empty';

export function draftedAudience(draft: AudienceDraft): DraftedAudience {
  const { name, target, channel, notInCampaigns, notContactedForDays, heldOutPercent } = draft;
  const conditions = draft.conditions.map((condition) => ({
    field: condition.field.trim(),
    operator: condition.operator,
    values: takesValues(condition)
      ? condition.text
          .split('|')
          .map((value) => value.trim())
          .filter((value) => value !== '')
      : [],
  }));
  return {
    name: name.trim(),
    definition: {
      range: rangeOf(draft),
      conditions,
      channel,
      notInCampaigns,
      notContactedForDays: Number(notContactedForDays) > 0 ? Number(notContactedForDays) : null,
      heldOutPercent: Number(heldOutPercent),
    },
    campaignId: target === '' || target === LIST_VIEW ? null : target,
    listView: target === LIST_VIEW,
  };
}

function rangeOf({ kind, bands, lowest, highest, leads, valueField }: AudienceDraft): AudienceRange {
  switch (kind) {
    case 'band':
      return { kind, bands: bands as readonly ('A' | 'B' | 'C' | 'D')[] };
    case 'score':
      return { kind, lowest: Number(lowest), highest: Number(highest) };
    case 'top':
      return { kind, leads: Number(leads) };
    default:
      return { kind: 'value', leads: Number(leads), field: valueField.trim() };
  }
}
