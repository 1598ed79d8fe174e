import { examineOrg, type Finding } from '@leadlight/salesforce';
import { refuseAnother } from '../compose.ts';
import { resolveConnection } from '../kept-connection.ts';
import { namedOrg } from '../named-org.ts';
import { say } from '../terminal/say.ts';
import { command, ORG_OPTION, type CommonOptions } from './options.ts';

const MARKS: Readonly<Record<Finding['state'], string>> = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' };

export const doctorCommand = () =>
  command('doctor', 'Examine the connection to the org: sign-in, access, history tracking, budget, clock, writing.', [
    'leadlight doctor',
  ])
    .option(...ORG_OPTION)
    .action(async (options: CommonOptions & { readonly org?: string }) => {
      const findings: Finding[] = [];
      for await (const finding of examineOrg(await resolveConnection(options.folder, options.org))) {
        if (finding.orgId !== undefined) refuseAnother(finding.orgId, namedOrg(options.org));
        findings.push(finding);
        if (!options.json) say(options, finding, linesOf(finding));
      }
      if (options.json) say(options, findings, []);
      if (findings.some(({ state }) => state === 'failed')) process.exitCode = 1;
    });

const linesOf = ({ check, state, what, remedy }: Finding): string[] => [
  `${MARKS[state]} ${check}: ${what}`,
  ...(remedy ? [`          ${remedy}`] : []),
];
