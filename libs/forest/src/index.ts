export type * from './table.ts';
export type * from './model.ts';
