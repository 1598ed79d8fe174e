export { exampleError } from './example-error.ts';
export { ClaimLostError } from './claim-lost-error.ts';
export { NOW, TestClock } from './test-clock.ts';
export { twoFieldSchema } from './two-field-schema.ts';
