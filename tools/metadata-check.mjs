/** Checks the Salesforce metadata without an org: components, names, flows, queries, permissions, translations. */
import { checkAgentActions } from './metadata/agent-actions.mjs';
import { checkComponents } from './metadata/components.mjs';
import { checkContractExamples } from './metadata/contract-examples.mjs';
import { checkFlows } from './metadata/flows.mjs';
import { checkNames } from './metadata/names.mjs';
import { checkPhones } from './metadata/phones.mjs';
import { checkRemoval } from './metadata/removal.mjs';
import { checkPermissions } from './metadata/permissions.mjs';
import { readPackage } from './metadata/package.mjs';
import { checkSoql } from './metadata/soql.mjs';
import { checkTranslations } from './metadata/translations.mjs';
import { checkWsdl } from './metadata/wsdl.mjs';

const write = process.argv.includes('--write');
// Before `readPackage`, which reads what this writes.
const agentActions = checkAgentActions(write);
const source = readPackage();
const results = [
  await checkComponents(source),
  checkWsdl(source),
  checkPhones(source),
  checkFlows(source),
  checkNames(source),
  checkSoql(source),
  checkPermissions(source),
  checkTranslations(),
  checkContractExamples(),
  agentActions,
  checkRemoval(write),
];
const faults = results.flatMap((result) => result.faults);
for (const fault of faults) console.log(fault);
for (const { summary } of results) console.log(summary);
if (faults.length > 0) console.log(`Metadata: ${faults.length} fault${faults.length === 1 ? '' : 's'}`);
process.exit(faults.length > 0 ? 1 : 0);
