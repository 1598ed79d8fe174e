import { codedMessage, type CodedMessage, type MessageValue } from '@leadlight/common';

/** What the rules can say about a field, in English; `force-app/labels.csv` has the same sentences with translations. */
export const leakageTemplates = {
  alone_excluded:
    'On its own it reaches AUC {0}, higher than any field known before the outcome can reach, so it was filled in afterwards.',
  alone_suspect: 'On its own it reaches AUC {0}: make sure that it is known before the outcome.',
  nothing_against: 'On its own it reaches AUC {0}, with no sign of leakage.',
  emptiness:
    'Whether it is empty predicts the outcome: {0} of the {1} leads without it reached the goal, {2} of the {3} with it (AUC {4}). It is probably filled in as the outcome becomes clear.',
  filled_after:
    'It is filled in for {0} leads, of which {1} reached the goal, compared with {2} of all: it is written after a lead has reached the goal.',
  filled_meanwhile:
    'It is filled in for {0} leads, of which {1} reached the goal, compared with {2} of all: it is probably written as a lead reaches the goal.',
  ticked:
    'It is checked for {0} leads, of which {1} reached the goal, compared with {2} of all: it is probably checked once the outcome is known.',
  later_dates: '{0} of its {1} dates are after the creation of the lead: it records what happened afterwards.',
  follows_creation:
    'It follows the time of creation (rank correlation {0}): it numbers or dates the record, so its values on new leads will be out of range.',
  changed_but_kept:
    '{0} of its {1} changes happened within a day of reaching the goal or after it. Its history is tracked, so every snapshot has the value from before.',
  changed_at_outcome:
    '{0} of its {1} changes happened within a day of reaching the goal or after it: it is filled in because the lead reaches the goal.',
  one_outcome: 'All leads have the same outcome, so nothing can be said about it.',
  never_allowed: 'It is among the allowed fields, but only suspect fields can be allowed.',
} as const;

export type LeakageCode = keyof typeof leakageTemplates;

export const leakageMessage = (code: LeakageCode, values?: readonly MessageValue[]): CodedMessage<LeakageCode> =>
  codedMessage(code, leakageTemplates[code], values);
