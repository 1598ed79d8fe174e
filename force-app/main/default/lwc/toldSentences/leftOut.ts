import { leftOutReasons } from 'c/leadFeatures';
import EXCLUDED from '@salesforce/label/c.Leadlight_Settings_ReasonExcluded';
import IDENTIFIER from '@salesforce/label/c.Leadlight_Settings_ReasonIdentifier';
import OUTCOME from '@salesforce/label/c.Leadlight_Settings_ReasonOutcome';
import OWN from '@salesforce/label/c.Leadlight_Settings_ReasonOwn';
import TOUCHED from '@salesforce/label/c.Leadlight_Settings_ReasonTouched';
import UNKNOWN_PAST from '@salesforce/label/c.Leadlight_Settings_ReasonUnknownPast';
import UNREAD from '@salesforce/label/c.Leadlight_Settings_ReasonUnread';
import WORKING from '@salesforce/label/c.Leadlight_Settings_ReasonWorking';

const texts: Readonly<Record<keyof typeof leftOutReasons, string>> = {
  outcome: OUTCOME,
  working: WORKING,
  touched: TOUCHED,
  identifier: IDENTIFIER,
  own: OWN,
  excluded: EXCLUDED,
  unknownPast: UNKNOWN_PAST,
  unread: UNREAD,
};

const bySentence = new Map(
  Object.entries(leftOutReasons).map(([name, reason]) => [`It ${reason}.`, texts[name as keyof typeof texts]]),
);

/**
 * Why a schema leaves a field out, in the user's language; undefined for what is no such reason. Both sides have its
 * sentences from one library.
 */
export const leftOutText = (sentence: string): string | undefined => bySentence.get(sentence);
