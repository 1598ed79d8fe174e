export {
  isCovered,
  rememberedBoundaries,
  simulatedFortnightAnalyses,
  simulatedAnalyses,
  simulatedMixedAnalyses,
  totalEffect,
  type SimulatedExperiment,
  type SimulatedTeam,
} from './simulated-experiment.ts';
