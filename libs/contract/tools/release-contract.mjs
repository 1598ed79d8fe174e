/**
 * Run by hand when a release is made: what the service promises from then on. `node libs/contract/tools/release-contract.mjs`
 * Within v1 the file may only grow; `compatibility.test.ts` says where it would not.
 */
import { writeFileSync } from 'node:fs';
import { openApiDocument } from '../src/openapi.ts';

writeFileSync(new URL('../released/v1.json', import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
