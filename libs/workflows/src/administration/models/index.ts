export { activateModel, type ActivateModelPorts } from './activate-model.ts';
export { getModelReport } from './get-model.ts';
export { listModels } from './list-models.ts';
