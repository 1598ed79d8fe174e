import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Band, LeadId, LeadToScore, ModelStamp, Reason, Warning } from './score-leads.ts';

const score = z.int().min(1).max(99);
const shownValue = Reason.shape.value;

export const WhatIfRequest = z
  .strictObject({
    leadId: LeadId,
    fields: LeadToScore.shape.fields.meta({
      description: 'Values to try, by API name. They are not stored, neither in the log nor in the lead’s history.',
    }),
  })
  .meta({ id: 'WhatIfRequest' });
export type WhatIfRequest = DeepReadonly<z.infer<typeof WhatIfRequest>>;

/** One change that somebody can make, and the score with it. */
export const WhatIfChange = z
  .object({
    feature: z.string(),
    field: z.string(),
    labelKey: z.string(),
    label: z.string().meta({ description: 'English label, shown where there is no translation.' }),
    unit: Reason.shape.unit,
    currentValue: shownValue.meta({ description: 'The current value; null = missing.' }),
    suggestedValue: z.union([z.string(), z.number(), z.boolean()]),
    score: score.meta({ description: 'The score with this change alone.' }),
    points: z.int().min(1).meta({ description: 'By how much it is above the lead’s score.' }),
  })
  .meta({ id: 'WhatIfChange' });
export type WhatIfChange = DeepReadonly<z.infer<typeof WhatIfChange>>;

const Outcome = z.object({
  score,
  band: Band,
  probability: z.number().min(0).max(1).meta({ description: 'Calibrated probability of conversion.' }),
});

export const RepAction = z
  .enum(['call', 'write', 'call_or_write', 'meet', 'add_phone', 'add_mobile', 'add_website', 'add_to_campaign'])
  .meta({
    id: 'RepAction',
    description: 'What a rep can do today; `call_or_write` where both have the same effect on the score.',
  });
export type RepAction = z.infer<typeof RepAction>;

/** Up to three actions together, and the score after them. */
export const WhatIfSuggestion = z
  .object({
    actions: z.array(RepAction).min(1).max(3),
    ...Outcome.shape,
    points: z.int().min(1).meta({ description: 'By how much the score is above the lead’s score.' }),
    reachesNextBand: z.boolean().meta({ description: 'Whether the lead would be in a better band.' }),
  })
  .meta({ id: 'WhatIfSuggestion' });
export type WhatIfSuggestion = DeepReadonly<z.infer<typeof WhatIfSuggestion>>;

export const WhatIfResponse = z
  .object({
    leadId: LeadId,
    model: ModelStamp,
    now: Outcome.meta({ id: 'WhatIfOutcome', description: 'The lead with its current values.' }),
    changed: Outcome.optional().meta({
      description: 'The lead with the fields of the request; absent where it has none.',
    }),
    changeable: z.array(z.string()).meta({
      description: 'CRM fields that the model reads and that somebody can change now, by API name.',
    }),
    warnings: z.array(Warning).meta({ description: 'About the fields of the request.' }),
    raises: z.array(WhatIfChange).meta({
      description: 'The single changes that would raise the current score most, at most three. Prefer `suggestions`.',
    }),
    suggestions: z.array(WhatIfSuggestion).max(4).meta({
      description:
        'What a rep can do: the best single actions, then the fewest together that reach the next band, or the best ones if none do. Empty for an unranked lead.',
    }),
  })
  .meta({
    id: 'WhatIfResponse',
    description: 'What the model predicts, not what would happen: an association, not a promise.',
  });
export type WhatIfResponse = DeepReadonly<z.infer<typeof WhatIfResponse>>;
