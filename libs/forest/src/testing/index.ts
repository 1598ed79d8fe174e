/** For tests and benchmarks of whoever uses the forest: leads with a known truth. */
export { rawRow } from './rows.ts';
export {
  areaUnderCurve,
  normalVariate,
  type SimulatedLeads,
  simulatedLeads,
  uniformRandom,
} from './simulated-leads.ts';
