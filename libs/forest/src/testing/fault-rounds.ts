import { environmentValue, type Environment } from '@leadlight/common';

// Tests run in Node, whose globals are not in TypeScript's library of the language itself.
declare const process: { readonly env: Environment };
declare const console: { info(line: string): void };

/** How often tests of damaged files repeat; more for the figures in docs/reliability.md. */
export const FAULT_ROUNDS = environmentValue(process.env, 'LEADLIGHT_FAULT_ROUNDS');

export const printFigures = (figures: object): void => console.info(JSON.stringify(figures));
