import { existsSync } from 'node:fs';
import { environmentValue } from '@leadlight/common';
import { checkOrg, type Finding } from '@leadlight/salesforce';
import { storageFolder, type Storage } from '@leadlight/storage';
import { fieldHealth, type CrmSource } from '@leadlight/workflows';
import { connectCrm, requireConnectedOrg, withStorage } from '../compose.ts';
import { resolveConnection } from '../connection/saved-connection.ts';
import { namedOrg } from '../environment.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { checkWorker } from './doctor-worker.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

const STATE_LABELS: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
};

export const doctorCommand = () =>
  createCommand(
    'doctor',
    'Examine the connection to the org: sign-in, access, history tracking, API calls, clock, writing, fields of the model; and the worker, with its next training.',
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
      const { orgId } = findings[0] ?? {};
      for (const finding of orgId === undefined ? [] : await checkStored(options, orgId)) {
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

/** Checks what only storage knows. Nothing is found before the first sync. */
async function checkStored({ folder, org }: OrgOptions, orgId: string): Promise<readonly Finding[]> {
  const isStored = environmentValue(process.env, 'DATABASE_URL') !== undefined || existsSync(storageFolder(folder));
  if (!isStored) return [];
  const { source } = await connectCrm(folder, { org });
  const fields = await source.describeLeadFields();
  return withStorage(folder, async (storage) => [
    ...(await checkModelFields(storage, orgId, fields)),
    ...(await checkReservedCalls(storage, orgId)),
    ...(await checkWorker(storage, orgId)),
  ]);
}

/** What Leadlight's processes have reserved of the org's API calls, in addition to those that are used. */
async function checkReservedCalls({ apiAllowance }: Storage, orgId: string): Promise<readonly Finding[]> {
  const { reserved } = await apiAllowance.find(orgId);
  if (reserved === 0) return [];
  const message = `${reserved} API calls are reserved by processes of Leadlight that run, or were killed in the last 24 hours`;
  return [{ check: 'budget', state: 'ok', message }];
}

type LeadFields = Awaited<ReturnType<CrmSource['describeLeadFields']>>;

/** Compares what the active model reads with the org's fields as they are now. */
async function checkModelFields(storage: Storage, orgId: string, fields: LeadFields): Promise<readonly Finding[]> {
  const active = await storage.models.findActive(orgId);
  if (!active) return [];
  const losses = await fieldHealth(storage, orgId, fields);
  if (losses.length === 0) {
    const message = `The org has the fields that the active model (v${active.version}) reads`;
    return [{ check: 'model', state: 'ok', message }];
  }
  return losses.map(({ field, message, isAccepted }) => ({
    check: 'model',
    state: isAccepted ? 'warning' : 'failed',
    message: message.english,
    remedy: isAccepted
      ? `Scores are written all the same. "leadlight fields hold ${field}" holds back those that it moves.`
      : `Scores that it would move are held back. Restore the field or the right to read it, train a new model, or accept the loss: "leadlight fields accept ${field}".`,
  }));
}
