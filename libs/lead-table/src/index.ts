export * from './errors.ts';
export * from './table/text-table.ts';
export { readTable } from './table/read-table.ts';
export type * from './table/table-reading.ts';
export * from './outcome/read-outcome.ts';
export * from './features/table-features.ts';
export * from './features/read-rows.ts';
export { foldText } from './cells/fold.ts';
export type { MissingOptions } from './cells/missing-texts.ts';
