import { heldLosses, type FieldLoss } from '@leadlight/workflows';
import { formatCount } from '../terminal/write-output.ts';

const REMEDY =
  'Restore the field or the right to read it, train a new model, or accept the loss: "leadlight fields accept FIELD".';

/** What happened to the fields of the active model, and what to do about it. */
export const lossLines = (losses: readonly FieldLoss[]): string[] => [
  ...losses.map(
    ({ message, isAccepted }) =>
      `  ${message.english} ${isAccepted ? 'An administrator has accepted it.' : 'Scores that it would move are held back.'}`,
  ),
  ...(heldLosses(losses).length > 0 ? [`  ${REMEDY}`] : []),
];

/** The scores that were held back, and why. */
export const heldLines = (held: number, losses: readonly FieldLoss[]): string[] =>
  held === 0 ? [] : [`${formatCount(held)} scores are held back; the org keeps the last ones:`, ...lossLines(losses)];
