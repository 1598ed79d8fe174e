/** For tests and benchmarks of whoever uses the forest: leads with a known truth. */
export { rawRow } from './rows.ts';
export { areaUnderCurve, normal, type SimulatedLeads, simulatedLeads, uniform } from './simulated-leads.ts';
