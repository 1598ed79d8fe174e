import { messageFormats } from '@leadlight/common';
import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';

/** The codes for which the Lightning components have a sentence in each of their languages. */
export const translatedMessageCodes = [
  // Why a model may be relied on or not.
  'too_few_for_a_model',
  'few_leads',
  'too_few_to_learn_from',
  'none_converted',
  'all_converted',
  'ready_over_time',
  'ready_on_newer',
  'few_converted',
  'no_better_than_chance',
  'lift_may_be_chance',
  'no_better_than_average',
  'points_table_as_good',
  'probabilities_off',
  'worse_on_newer',
  'unsteady',
  'moved',
  'no_dates',
  'dates_unused',
  // What speaks against a field.
  'alone_excluded',
  'alone_suspect',
  'nothing_against',
  'emptiness',
  'filled_after',
  'filled_meanwhile',
  'ticked',
  'later_dates',
  'follows_creation',
  'changed_but_kept',
  'changed_at_outcome',
  'one_outcome',
  'never_allowed',
  // Why no feature reads a field.
  'reveals_outcome',
  'updated_by_staff',
  'changes_with_every_touch',
  'identifies_record',
  'written_by_leadlight',
  'excluded_by_settings',
  'unknown_past',
  'not_read',
  'not_trained_yet',
  'no_feature',
  // Since when a field's history is known.
  'history_start_set',
  'history_turned_on',
  'history_was_off',
  'history_unrecorded',
  'history_begins',
  'history_not_turned_on',
  'history_start_unknown',
  // Why a new model is not published.
  'worse_than_active',
  'feature_lost',
  'auc_fell',
  'points_table_only',
  // What a field that the active model reads has lost.
  'field_unreadable',
  'field_renamed',
  'field_type_changed',
  'field_values_renamed',
  'field_numbers_scaled',
  'field_currencies',
  // What the monitor of the active model found, and what to do.
  'event_performance_changed',
  'event_performance_unmeasured',
  'event_segment_changed',
  'event_calibration_off',
  'event_values_missing',
  'event_values_unseen',
  'event_values_moved',
  'event_scores_moved',
  'event_group_differs',
  'event_group_empty_differs',
  'event_delays_moved',
  'act_retrain',
  'act_source',
  'act_group',
  'act_form',
  'act_values',
  // Why nothing is predicted for a record.
  'outside_deleted',
  'outside_not_begun',
  'outside_ended',
  'outside_inactive',
  'outside_fields',
  // What happened to models and to the service, and what to do.
  'event_model_promoted',
  'event_model_rolled_back',
  'event_model_recalibrated',
  'event_model_recalibrated_values',
  'event_retraining_rejected',
  'event_following_stopped',
  'event_credential_expiring',
  'event_certificate_expiring',
  'event_api_budget_used',
  'act_watch',
  'act_compare',
  'act_read_reasons',
  'act_start_worker',
  'act_renew_key',
  'act_renew_certificate',
  'act_spare_calls',
] as const;

/** Codes that are shown in English: they name types of fields, columns of CSV files, and commands of the service. */
export const untranslatedMessageCodes = [
  'names_people',
  'unused_type',
  'column_names_lead',
  'column_is_outcome',
  'column_empty',
  'column_one_value',
  'column_unique_numbers',
  'column_nearly_unique',
  'column_is_creation_date',
  'column_without_creation_dates',
  'column_of_dates',
] as const;

export type TranslatedMessageCode = (typeof translatedMessageCodes)[number];
export type MessageCode = TranslatedMessageCode | (typeof untranslatedMessageCodes)[number];

const MessageValue = z
  .object({
    format: z.enum(messageFormats).meta({
      description:
        '`share`: as a percentage. `times`: as a multiple. `points`: as percentage points. `time`: a date and time. `day`: a date.',
    }),
    value: z.number().nullable().meta({ description: 'A time in milliseconds since 1970; null = not measured.' }),
  })
  .meta({ id: 'MessageValue', description: 'A value with the format to write it in.' });

export const LocalizedMessage = z
  .object({
    code: z.string().meta({
      description:
        'Names the sentence, such as `few_leads`. `libs/contract/src/localized-message.ts` lists the codes, `force-app/labels.csv` their sentences; later releases may add codes.',
    }),
    values: z.array(MessageValue).meta({ description: 'In the order of the places {0}, {1} … of the sentence.' }),
    names: z.array(z.string()).optional().meta({
      description: 'Fields, features or texts that the sentence lists, in the place after the values.',
    }),
    english: z.string().meta({ description: 'The sentence in English, for a client that does not know the code.' }),
  })
  .meta({ id: 'LocalizedMessage', description: 'A sentence that each client shows in the language of its user.' });
export type LocalizedMessage = DeepReadonly<z.infer<typeof LocalizedMessage>>;
