/**
 * `npm run bench:life [-- --companies 20 --write]`: the life of models on simulated companies whose truth is known, and on Olist where
 * LEADLIGHT_REAL_DATA names its folder. `--write` renews the table in docs/monitoring.md. Ends with 1 where a figure is not reached.
 */
import { parseArgs } from 'node:util';
import { driftKinds } from '@leadlight/sandbox-org';
import { today } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { lifeCompanies } from './life-company.ts';
import type { LifeRow } from './life-row.ts';
import { monitoringRows } from './monitoring-rows.ts';
import { olistRow } from './olist.ts';
import { runCompanies } from './run-companies.ts';
import type { CompanyRun } from './company-run.ts';

const { values } = parseArgs({
  options: { companies: { type: 'string', default: '20' }, write: { type: 'boolean', default: false } },
});
const companies = lifeCompanies(Number(values.companies));
let runs: Promise<readonly CompanyRun[]> | undefined;
const companyRuns = () =>
  (runs ??= runCompanies(companies, driftKinds, ({ seed }) => process.stderr.write(`company ${seed} done\n`)));

const rows: readonly LifeRow[] = [...monitoringRows(companyRuns), olistRow];
const started = performance.now();
const lines: string[][] = [];
let isMissed = false;
for (const { name, must, run } of rows) {
  const { measured, isReached } = await run();
  isMissed ||= isReached === false;
  lines.push([name, must, measured, isReached === null ? '–' : isReached ? 'yes' : '**no**']);
  console.log(lines.at(-1)!.join(' | '));
}
const sizes = companies.map(({ leadsPerMonth }) => leadsPerMonth);
const table = [
  `Over ${companies.length} simulated companies (seeds ${companies[0]!.seed} to ${companies.at(-1)!.seed}) of ${Math.min(...sizes).toLocaleString('en')} to ${Math.max(...sizes).toLocaleString('en')} leads a month, ${today()}, in ${Math.ceil((performance.now() - started) / 60_000)} minutes:`,
  '',
  '| | must | measured | reached |',
  '| --- | --- | --- | --- |',
  ...lines.map((cells) => `| ${cells.join(' | ')} |`),
].join('\n');
console.log(table);
if (values.write) await replaceSection('docs/monitoring.md', 'life', table);
process.exitCode = isMissed ? 1 : 0;
