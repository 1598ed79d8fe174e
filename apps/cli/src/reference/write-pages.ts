// `npm run docs`: writes the pages of `docs` that are generated from the code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { referencePages } from './pages.ts';
import { printOut } from '../terminal/print.ts';

for (const [file, content] of await referencePages()) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  printOut(`${file}\n`);
}
