export { fieldHealth, lossesOf } from './field-health.ts';
export { NumberShifts } from './number-shifts.ts';
export { heldLosses } from './field-loss.ts';
export type { FieldLoss } from './field-loss.ts';
