/** Why a lead field is read by no feature: each a sentence without its subject, by a name that a translation can go by. */
export const leftOutReasons = {
  outcome: 'tells the outcome, or is written by it',
  working: 'is kept up to date by people while they work the lead, so it tells what they already know',
  touched: 'moves with every later touch of the record, so it tells the future',
  identifier: 'identifies a record or a person and says nothing about the next one',
  own: 'is written by Leadlight itself',
  excluded: 'is excluded by the settings',
  unknownPast:
    'can change and is not tracked, so its value at a past instant cannot be known: turn on field history tracking for it',
  unread: 'is read by no built-in feature',
} as const;
