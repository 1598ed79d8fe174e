import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';

/**
 * What the English sentences of a report say, code by code, and what fills the places of each sentence in its order: each
 * kind is written in its own way. What a client does not know it shows in English.
 */
export const messageCodes = {
  alone_excluded: ['auc'],
  alone_suspect: ['auc'],
  nothing_against: ['auc'],
  emptiness: ['share', 'count', 'share', 'count', 'auc'],
  filled_after: ['count', 'share', 'share'],
  filled_meanwhile: ['count', 'share', 'share'],
  ticked: ['count', 'share', 'share'],
  later_dates: ['count', 'count'],
  follows_creation: ['number'],
  changed_but_kept: ['share', 'count'],
  changed_at_outcome: ['share', 'count'],
  one_outcome: [],
  never_allowed: [],
  too_few_for_a_model: ['count', 'count', 'count'],
  few_leads: ['count'],
  too_few_to_learn_from: ['count', 'count', 'count'],
  none_converted: ['count'],
  all_converted: ['count'],
  ready_over_time: ['auc', 'times'],
  ready_on_newer: ['auc', 'times'],
  few_converted: ['count', 'count'],
  no_better_than_chance: ['auc', 'auc'],
  no_better_than_average: [],
  points_table_as_good: ['auc', 'auc'],
  probabilities_off: ['points'],
  worse_on_newer: ['auc', 'auc'],
  unsteady: ['auc'],
  moved: [],
  no_dates: [],
  not_trained_yet: [],
  no_feature: [],
} as const satisfies Record<string, readonly MessageValueKind[]>;

/** How a value is written: `times` as a multiple, `points` a share in percentage points. */
export type MessageValueKind = 'auc' | 'number' | 'share' | 'count' | 'times' | 'points';
export type MessageCode = keyof typeof messageCodes;

export const LocalizedMessage = z
  .object({
    code: z.string().meta({
      description: `One of ${Object.keys(messageCodes).join(', ')}; later releases may know more.`,
    }),
    values: z.array(z.number().nullable()).meta({ description: 'What fills the sentence’s places; null = not known.' }),
    names: z.array(z.string()).optional().meta({ description: 'Fields or features that the sentence names.' }),
  })
  .meta({ id: 'Told', description: 'What a sentence says, for readers of another language.' });
export type LocalizedMessage = DeepReadonly<z.infer<typeof LocalizedMessage>>;
