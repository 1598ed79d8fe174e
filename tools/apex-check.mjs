/**
 * Type check of the Apex classes against the platform's types and the objects in this repository, by apex-ls, which comes
 * with the PMD engine. Needs Java: skipped with one line where there is none, unless LEADLIGHT_REQUIRE_ALL=1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { needs } from './needs.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const java = needs.find(({ name }) => name === 'Java').find();
if (!java) {
  const required = process.env.LEADLIGHT_REQUIRE_ALL === '1';
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
  console.error(`No Java libraries in ${jars}: the installation is not whole, run "npm ci".`);
  process.exit(1);
}
const classes = readdirSync(join(root, 'force-app/main/default/classes'), { recursive: true }).filter((name) =>
  name.endsWith('.cls'),
);
const classPath = [join(jars, '*')].join(delimiter);
const { status, stdout, stderr } = spawnSync(
  java,
  ['-cp', classPath, 'io.github.apexdevtools.apexls.CheckForIssues', '-n', '-w', root],
  { cwd: root, encoding: 'utf8' },
);
const said = `${stdout}${stderr}`.trim();
if (said) console.log(said);
// With findings of any kind apex-ls says them; without any it says nothing and ends with 0.
const clean = status === 0 && said === '';
console.log(clean ? `Apex: ${classes.length} classes, no finding` : `Apex: apex-ls ended with ${status}`);
process.exit(clean ? 0 : 1);
