export { fieldHealth, lossesOf, type FieldHealthPorts } from './field-health.ts';
export { numberFields, NumberShifts } from './number-shifts.ts';
export { fieldLossTemplates, heldLosses, movesScore } from './field-loss.ts';
export type { FieldLoss, FieldLossCode, FieldLossMessage } from './field-loss.ts';
