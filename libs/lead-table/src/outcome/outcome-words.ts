/** Values that usually mean converted; folded. */
const CONVERTED: ReadonlySet<string> = new Set([
  ...['1', '1.0', '1,0', 'true', 'yes', 'y', 't', 'x', 'ja', 'oui', 'si', 'sí', 'sim', 'wahr', 'vrai', 'verdadero'],
  ...[
    'converted',
    'conversion',
    'closed won',
    'closed - won',
    'closed-won',
    'won',
    'win',
    'gewonnen',
    'gagné',
    'ganado',
  ],
  ...[
    'closed - converted',
    'closed converted',
    'positive',
    'success',
    'successful',
    'sold',
    'customer',
    'churned',
    'purchased',
    'accepted',
  ],
]);

/** Values that usually mean not converted, for good. An open lead has none of them. */
const NOT_CONVERTED: ReadonlySet<string> = new Set([
  ...[
    '0',
    '0.0',
    '0,0',
    'false',
    'no',
    'n',
    'f',
    'nein',
    'non',
    'não',
    'nao',
    'falsch',
    'faux',
    'falso',
    'verloren',
    'perdu',
    'perdido',
  ],
  ...['not converted', 'closed lost', 'closed - lost', 'closed-lost', 'lost', 'loss', 'closed - not converted'],
  ...[
    'closed not converted',
    'unqualified',
    'disqualified',
    'dead',
    'rejected',
    'negative',
    'failure',
    'failed',
    'declined',
  ],
]);

/** Values of a lead that nobody has decided on yet; folded. */
const OPEN: ReadonlySet<string> = new Set([
  ...[
    'open',
    'new',
    'working',
    'contacted',
    'nurturing',
    'nurture',
    'pending',
    'in progress',
    'engaging',
    'prospecting',
  ],
  ...['open - not contacted', 'working - contacted', 'unknown', 'tbd', 'offen', 'neu', 'in arbeit', 'in bearbeitung'],
  ...['ouvert', 'en cours', 'nouveau', 'abierto', 'nuevo', 'en curso'],
]);

export const meansOpen = (folded: string): boolean => OPEN.has(folded.replaceAll('_', ' '));

/** Whether values are numbers of which some are neither 0 nor 1: 1 and 2, or a count. */
export const areOtherNumbers = (folded: readonly string[]): boolean =>
  folded.every((text) => /^\d+(?:[.,]\d+)?$/.test(text)) && folded.some((text) => !/^[01](?:[.,]0+)?$/.test(text));

export const meansConverted = (folded: string): boolean => CONVERTED.has(folded.replaceAll('_', ' '));
export const meansNotConverted = (folded: string): boolean => NOT_CONVERTED.has(folded.replaceAll('_', ' '));

/** Of two values, the one that the other negates: Canceled and Not_Canceled; undefined where neither does. */
export function negatedOf([one, other]: readonly [string, string]): string | undefined {
  const negates = (text: string, of: string) =>
    new RegExp(`^(?:not|no|non|never|un|nicht|kein)[ _-]?`).test(text) && text.endsWith(of);
  if (negates(one, other) && one !== other) return other;
  return negates(other, one) && one !== other ? one : undefined;
}
