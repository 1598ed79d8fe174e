export type * from './lead-score.ts';
