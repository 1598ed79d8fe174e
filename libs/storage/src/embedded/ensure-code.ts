import { prepareCode } from './database-code.ts';

/** Stores the optimised code of the embedded database where it is missing. `npm test` runs this before the tests, which it makes faster. */
await prepareCode(() => undefined);
