import { checkOrg, type Finding } from '@leadlight/salesforce';
import { requireConnectedOrg } from '../compose.ts';
import { resolveConnection } from '../connection/saved-connection.ts';
import { namedOrg } from '../connection/named-org.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type CommonOptions } from './options.ts';

const STATE_LABELS: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
};

export const doctorCommand = () =>
  createCommand(
    'doctor',
    'Examine the connection to the org: sign-in, access, history tracking, budget, clock, writing.',
    ['leadlight doctor'],
  )
    .option(...ORG_OPTION)
    .action(async (options: CommonOptions & { readonly org?: string }) => {
      const findings: Finding[] = [];
      for await (const finding of checkOrg(await resolveConnection(options.folder, options.org))) {
        if (finding.orgId !== undefined) requireConnectedOrg(finding.orgId, namedOrg(options.org));
        findings.push(finding);
        if (!options.json) writeOutput(options, finding, linesOf(finding));
      }
      if (options.json) writeOutput(options, findings, []);
      if (findings.some(({ state }) => state === 'failed')) process.exitCode = 1;
    });

const linesOf = ({ check, state, message, remedy }: Finding): string[] => [
  `${STATE_LABELS[state]} ${check}: ${message}`,
  ...(remedy ? [`          ${remedy}`] : []),
];
