import { foldText } from './fold.ts';

/** Pairs of words for yes and no. A column of yes and no uses one pair only. */
const PAIRS: readonly (readonly [yes: readonly string[], no: readonly string[]])[] = [
  [['yes'], ['no']],
  [['true'], ['false']],
  [['1'], ['0']],
  [['y'], ['n']],
  [['t'], ['f']],
  [['ja'], ['nein', 'nej', 'nee']],
  [['wahr'], ['falsch']],
  [['oui'], ['non']],
  [['vrai'], ['faux']],
  [['si', 'sí', 'sì'], ['no']],
  [['verdadero'], ['falso']],
  [['sim'], ['não', 'nao']],
  [['vero'], ['falso']],
  [['tak'], ['nie']],
  [['on'], ['off']],
];

const VALUES = new Map(
  PAIRS.flatMap(([yes, no]) => [...yes.map((word) => [word, 1] as const), ...no.map((word) => [word, 0] as const)]),
);

/** 1 for yes, 0 for no, in any case and several languages; undefined for other texts. */
export const parseYesNo = (text: string): number | undefined =>
  text.length > 16 ? undefined : VALUES.get(foldText(text));

/** Whether texts are the words of one pair. @param folded at least one */
export const areYesNo = (folded: Iterable<string>): boolean => {
  const words = [...folded];
  return PAIRS.some(([yes, no]) => words.every((word) => yes.includes(word) || no.includes(word)));
};
