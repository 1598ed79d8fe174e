/**
 * Type-checks the Apex classes against the platform's types and the objects of this repository with apex-ls, which is part
 * of the PMD engine. Without Java, the check is skipped, or fails with LEADLIGHT_REQUIRE_ALL=1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { needs } from './needs.mjs';
import { environmentValue } from '../libs/common/src/environment.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const java = needs.find(({ name }) => name === 'Java').find();
if (!java) {
  const required = environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL');
  console.log(
    required
      ? 'failed: no Java, and LEADLIGHT_REQUIRE_ALL=1 (Debian: apt-get install default-jre-headless)'
      : 'skipped: no Java',
  );
  process.exit(required ? 1 : 0);
}

const engine = dirname(createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json'));
const jars = join(engine, 'dist', 'java-lib');
if (!existsSync(jars) || readdirSync(jars).length === 0) {
  console.error(`No Java libraries in ${jars}: the installation is incomplete, run "npm ci".`);
  process.exit(1);
}
const classes = ['main/default', 'routing'].flatMap((folder) =>
  readdirSync(join(root, 'force-app', folder, 'classes'), { recursive: true }).filter((name) => name.endsWith('.cls')),
);
const classPath = [join(jars, '*')].join(delimiter);
const { status, stdout, stderr } = spawnSync(
  java,
  ['-cp', classPath, 'io.github.apexdevtools.apexls.CheckForIssues', '-n', '-w', root],
  { cwd: root, encoding: 'utf8' },
);
/** Methods of the platform that are newer than apex-ls: since API 67 (Apex Reference Guide, EventBus Class). */
const NEWER = ["No matching method found for 'publishWithAccessLevel' on 'System.EventBus'"];
const isNewer = (line) => NEWER.some((text) => line.includes(text));
const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
// A finding is a line that begins with its kind, below the path of its file.
const isPath = (line) => line.startsWith(root) && !line.includes(': ');
const findings = lines.filter((line) => !isPath(line) && !isNewer(line));
const unused = NEWER.filter((text) => !lines.some((line) => line.includes(text)));
if (findings.length > 0) console.log(lines.filter((line) => !isNewer(line)).join('\n'));
for (const text of unused) console.log(`tools/apex-check.mjs: apex-ls no longer says "${text}"; remove it`);
// Without findings, apex-ls prints nothing and exits with 0.
const isClean = findings.length === 0 && unused.length === 0 && (status === 0 || lines.some(isNewer));
console.log(isClean ? `Apex: ${classes.length} classes, no findings` : `Apex: apex-ls exited with ${status}`);
process.exit(isClean ? 0 : 1);
