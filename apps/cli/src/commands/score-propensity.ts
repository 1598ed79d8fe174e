import { getPropensity, scoreSubjects, writeBack } from '@leadlight/workflows';
import type { Storage } from '@leadlight/storage';
import { chooseOrg, systemClock, withCrm, withStorage, type Crm } from '../compose.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import type { OrgOptions } from './options.ts';
import { writtenLines } from './written-lines.ts';

/** Scores the records of a propensity, and writes the scores that changed to the CRM if the definition names fields. */
export async function scorePropensity(
  options: OrgOptions & { readonly write: boolean; readonly bulkFrom: number },
  propensity: string,
): Promise<void> {
  const { folder, org, write, bulkFrom } = options;
  await withStorage(folder, (storage) =>
    write
      ? withCrm(storage, folder, { org, bulkFrom }, (crm) => scoreStored(options, propensity, storage, crm))
      : scoreStored(options, propensity, storage),
  );
}

async function scoreStored(options: OrgOptions, propensity: string, storage: Storage, crm?: Crm): Promise<void> {
  const ports = { ...storage, clock: systemClock };
  const orgId = crm ? await crm.source.orgId() : await chooseOrg(storage, options.org);
  const { definition } = await getPropensity(ports, orgId, propensity);
  const counts = await withProgress((progress) => scoreSubjects(ports, orgId, propensity, progress));
  const lines = [
    `${definition.label}: ${formatCount(counts.scored)} records are scored; ${formatCount(counts.changed)} scores changed.`,
    `${formatCount(counts.outside)} records have no score, because they are not in the population now.`,
  ];
  if (!crm || definition.writeBack === null) {
    if (definition.writeBack === null) lines.push('Nothing is written to the org: the definition names no fields.');
    return writeOutput(options, { orgId, ...counts }, lines);
  }
  const writer = crm.subjectWriter(definition.object, definition.writeBack);
  const outbox = storage.subjectScores.outboxOf(propensity);
  const result = await withProgress((progress) => writeBack({ ...ports, outbox, writer }, orgId, progress));
  lines.push(...writtenLines(result, 'records'));
  writeOutput(options, { orgId, ...counts, ...result }, lines);
}
