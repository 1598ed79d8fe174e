/** For tests and benchmarks: simulated leads whose true probabilities are known. */
export { rawRow } from '../table.ts';
export { areaUnderCurve, normalVariate, type SimulatedLeads, simulatedLeads } from './simulated-leads.ts';
