/**
 * Runs Salesforce's code analyzer offline: PMD and the graph engine with the rules of a security review. Each finding must be
 * fixed or have a justification in tools/code-analysis.json. Without Java, the check is skipped, or fails with
 * LEADLIGHT_REQUIRE_ALL=1.
 */
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needs } from './needs.mjs';
import { environmentValue } from '../libs/common/src/environment.ts';

const require = createRequire(import.meta.url);
const { CodeAnalyzer, CodeAnalyzerConfig } = require('@salesforce/code-analyzer-core');
const pmd = require('@salesforce/code-analyzer-pmd-engine');
const graph = require('@salesforce/code-analyzer-sfge-engine');

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The package, and its optional part with Apex. */
const sources = ['main/default', 'routing'].map((name) => join(root, 'force-app', name));

/** The rules of a security review and rules for defects, by tag. */
const PMD_RULES = ['AppExchange', 'Recommended:Security', 'Recommended:ErrorProne', 'Recommended:Performance'];
/** All rules of the graph engine, which have no tags. */
const GRAPH_RULES = ['sfge'];
/** What the graph engine follows. The tests would take a fifth of its time, and no user starts them. */
const withoutTests = sources.flatMap((source) =>
  ['', 'classes'].flatMap((folder) =>
    readdirSync(join(source, folder))
      .filter((name) => name !== 'classes' && name !== 'tests')
      .map((name) => join(source, folder, name)),
  ),
);

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
const counts = [];

async function violationsOf(names, paths) {
  const workspace = await analyzer.createWorkspace(paths);
  const rules = await analyzer.selectRules(names, { workspace });
  counts.push(...rules.getEngineNames().map((engine) => `${engine} ${rules.getRulesFor(engine).length}`));
  return (await analyzer.run(rules, { workspace })).getViolations();
}

const violations = [...(await violationsOf(PMD_RULES, sources)), ...(await violationsOf(GRAPH_RULES, withoutTests))];

/** @type {{ rule: string, file: string, why: string }[]} */
const justified = JSON.parse(readFileSync(join(root, 'tools', 'code-analysis.json'), 'utf8'));
const used = new Set();
const faults = [];
for (const violation of violations) {
  const location = violation.getCodeLocations()[violation.getPrimaryLocationIndex()];
  const path = location.getFile() ?? root;
  const file = relative(sources.find((source) => path.startsWith(`${source}${sep}`)) ?? root, path)
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
console.log(`Code analysis: rules of ${counts.join(', ')}; ${used.size} findings justified, ${faults.length} not`);
process.exit(faults.length > 0 ? 1 : 0);
