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

/**
 * Runs a deployment while the hourly job is not scheduled: Salesforce does not update a class that a scheduled job uses.
 * Afterwards the job is scheduled as before, also if the deployment failed.
 * @param job the scheduled job of the org, if there is one
 */
export function whileUnscheduled(org, job, deploy) {
  if (!job) return deploy();
  if (!runApex(org, `System.abortJob('${job.Id}');\n`)) {
    console.error(`The job "${JOB_NAME}" cannot be stopped: delete it in Setup, Scheduled Jobs, and start again.`);
    return false;
  }
  try {
    return deploy();
  } finally {
    const code = `System.schedule('${JOB_NAME}', '${job.CronExpression}', new RetryFailedScores());\n`;
    if (!runApex(org, code)) {
      console.error(`The hourly retry is not scheduled any more. Run in the Developer Console: ${code}`);
    }
  }
}
