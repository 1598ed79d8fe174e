/**
 * Writes the version of the built components where sfdx-project.json reads it. In a clone that was not built, the file is
 * absent, and its name is in the message with which `sf project deploy start` refuses.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './metadata/package.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(root, 'force-app/run-npm-run-build-first.txt'), `${version}\n`);
