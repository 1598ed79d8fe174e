export type * from './lead-score.ts';
export { BAND_FROM, bandOf } from './bands.ts';
export { HIGHEST_SCORE, LOWEST_SCORE, scoreOfProbability } from './place.ts';
export { wilsonInterval } from './peers.ts';
export { scoreOf } from './score.ts';
export { whatWouldRaise } from './what-if.ts';
export type { WhatIf } from './what-if.ts';
