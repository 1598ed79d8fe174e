/**
 * Runs Salesforce's code analyzer offline: PMD and the graph engine with the rules of a security review. Each finding must be
 * fixed or have a justification in tools/code-analysis.json. Without Java, the check is skipped, or fails with
 * LEADLIGHT_REQUIRE_ALL=1.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needs } from './needs.mjs';
import { environmentValue } from '../libs/common/src/environment.ts';

const require = createRequire(import.meta.url);
const { CodeAnalyzer, CodeAnalyzerConfig } = require('@salesforce/code-analyzer-core');
const pmd = require('@salesforce/code-analyzer-pmd-engine');
const graph = require('@salesforce/code-analyzer-sfge-engine');

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'force-app', 'main', 'default');

/** The rules of a security review and rules for defects: PMD's rules by tag, and all rules of the graph engine, which have no tags. */
const RULES = ['AppExchange', 'Recommended:Security', 'Recommended:ErrorProne', 'Recommended:Performance', 'sfge'];

if (!needs.find(({ name }) => name === 'Java').find()) {
  const required = environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL');
  console.log(
    required
      ? 'failed: no Java, and LEADLIGHT_REQUIRE_ALL=1 (Debian: apt-get install default-jre-headless)'
      : 'skipped: no Java',
  );
  process.exit(required ? 1 : 0);
}

const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.fromObject({}));
await analyzer.addEnginePlugin(pmd.createEnginePlugin());
await analyzer.addEnginePlugin(graph.createEnginePlugin());
const workspace = await analyzer.createWorkspace([source]);
const rules = await analyzer.selectRules(RULES, { workspace });
const results = await analyzer.run(rules, { workspace });

/** @type {{ rule: string, file: string, why: string }[]} */
const justified = JSON.parse(readFileSync(join(root, 'tools', 'code-analysis.json'), 'utf8'));
const used = new Set();
const faults = [];
for (const violation of results.getViolations()) {
  const location = violation.getCodeLocations()[violation.getPrimaryLocationIndex()];
  const file = relative(source, location.getFile() ?? source)
    .split(sep)
    .join('/');
  const rule = violation.getRule().getName();
  const entry = justified.find((candidate) => candidate.rule === rule && candidate.file === file);
  if (entry) used.add(entry);
  else faults.push(`${file}:${location.getStartLine() ?? 1}: ${rule}: ${violation.getMessage()}`);
}
for (const entry of justified)
  if (!used.has(entry))
    faults.push(`tools/code-analysis.json: ${entry.rule} no longer occurs in ${entry.file}; remove its justification`);

for (const fault of faults) console.log(fault);
const counts = rules.getEngineNames().map((engine) => `${engine} ${rules.getRulesFor(engine).length}`);
console.log(`Code analysis: rules of ${counts.join(', ')}; ${used.size} findings justified, ${faults.length} not`);
process.exit(faults.length > 0 ? 1 : 0);
