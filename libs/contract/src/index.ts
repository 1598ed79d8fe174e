export * from './lead-score-history.ts';
export * from './models.ts';
export * from './problem.ts';
export * from './problem-types.ts';
export * from './score-leads.ts';
export * from './service-state.ts';
export { CONTRACT_VERSION, openApiDocument } from './openapi.ts';
export { openApi30Document } from './openapi-3.0.ts';
export { exampleNames, readExample, type ExampleName } from './examples.ts';
