import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOB_NAME } from './org-state.mjs';
import { runSf } from './sf.mjs';

function runApex(org, code) {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-apex-'));
  const file = join(folder, 'anonymous.apex');
  writeFileSync(file, code);
  try {
    return runSf(['apex', 'run', '--file', file, '--target-org', org]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'];

/**
 * Runs a deployment while the hourly job is not scheduled: Salesforce does not update a class that a scheduled job uses.
 * Afterwards the job is scheduled as before, also if the deployment failed or was interrupted.
 * @param job the scheduled job of the org, if there is one
 * @returns whether the deployment succeeded, and whether the job is scheduled as before
 */
export function whileUnscheduled(org, job, deploy) {
  if (!job) return { isDeployed: deploy(), isScheduled: false };
  if (!runApex(org, `System.abortJob('${job.Id}');\n`)) {
    console.error(`The job "${JOB_NAME}" cannot be stopped: delete it in Setup, Scheduled Jobs, and start again.`);
    return { isDeployed: false, isScheduled: true };
  }
  // sf gets the signal too and ends; without a handler this program would end before it has scheduled the job again.
  const ignore = () => undefined;
  for (const signal of SIGNALS) process.on(signal, ignore);
  try {
    return { isDeployed: deploy(), isScheduled: schedule(org, job) };
  } finally {
    for (const signal of SIGNALS) process.off(signal, ignore);
  }
}

function schedule(org, { CronExpression }) {
  const code = `System.schedule('${JOB_NAME}', '${CronExpression}', new RetryFailedScores());\n`;
  if (runApex(org, code)) return true;
  console.error(`The hourly retry is not scheduled any more. Run in the Developer Console: ${code}`);
  return false;
}
