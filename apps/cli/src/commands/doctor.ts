import { checkOrg, type Finding } from '@leadlight/salesforce';
import { requireConnectedOrg } from '../compose.ts';
import { resolveConnection } from '../connection/saved-connection.ts';
import { namedOrg } from '../environment.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

const STATE_LABELS: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
};

export const doctorCommand = () =>
  createCommand(
    'doctor',
    'Examine the connection to the org: sign-in, access, history tracking, API calls, clock, writing.',
    ['leadlight doctor'],
  )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const findings: Finding[] = [];
      for await (const finding of checkOrg(await resolveConnection(options.folder, options.org))) {
        if (finding.orgId !== undefined) requireConnectedOrg(finding.orgId, namedOrg(options.org));
        findings.push(finding);
        if (!options.json) writeOutput(options, finding, findingLines(finding));
      }
      if (options.json) writeOutput(options, findings, []);
      if (findings.some(({ state }) => state === 'failed')) process.exitCode = 1;
    });

const findingLines = ({ check, state, message, remedy }: Finding): string[] => [
  `${STATE_LABELS[state]} ${check}: ${message}`,
  ...(remedy ? [`          ${remedy}`] : []),
];
