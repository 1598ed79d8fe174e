export type * from './lead-history.ts';
export type * from './lead-field.ts';
export type * from './feature.ts';
