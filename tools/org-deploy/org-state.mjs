import { querySf } from './sf.mjs';

export const JOB_NAME = 'Leadlight: score failed leads again';

/** What an org has that a deployment must keep. */
export function readOrgState(org) {
  const [namedCredential] = querySf(
    org,
    "SELECT DeveloperName, Endpoint FROM NamedCredential WHERE DeveloperName = 'Leadlight_API'",
  );
  const [externalCredential] = querySf(
    org,
    "SELECT DeveloperName FROM ExternalCredential WHERE DeveloperName = 'Leadlight_API'",
    { tooling: true },
  );
  const [settings] = querySf(
    org,
    "SELECT DeveloperName, Scoring_Enabled__c, Score_On_Save__c FROM Leadlight_Setting__mdt WHERE DeveloperName = 'Default'",
    { ours: true },
  );
  const [job] = querySf(
    org,
    `SELECT Id, CronExpression FROM CronTrigger WHERE CronJobDetail.Name = '${JOB_NAME}' AND NextFireTime != NULL`,
  );
  return { namedCredential, externalCredential, settings, job };
}

/**
 * The folders to deploy: everything on the first deployment; later without what the org's administrator has entered or
 * changed, because a deployment would overwrite it.
 * @param folders the folders of `force-app/main/default`
 */
export function foldersToDeploy(state, folders) {
  const main = state.externalCredential
    ? folders.filter((name) => name !== 'externalCredentials').map((name) => `force-app/main/default/${name}`)
    : ['force-app/main'];
  return [
    ...main,
    ...(state.namedCredential ? [] : ['force-app/settings/namedCredentials']),
    ...(state.settings ? [] : ['force-app/settings/customMetadata']),
  ];
}

const onOff = (value) => (value ? 'on' : 'off');

/** One sentence for each thing of the org that the deployment keeps. */
export function keptSentences({ namedCredential, externalCredential, settings, job }) {
  return [
    ...(namedCredential
      ? [`The URL in the Named Credential${namedCredential.Endpoint ? `: ${namedCredential.Endpoint}` : '.'}`]
      : []),
    ...(externalCredential ? ['The external credential with its keys.'] : []),
    ...(settings
      ? [
          `The settings: scoring ${onOff(settings.Scoring_Enabled__c)}, scoring at save ${onOff(settings.Score_On_Save__c)}, timeout and limits.`,
        ]
      : []),
    ...(job ? [`The hourly retry (${job.CronExpression}). It now runs as you, because you scheduled it again.`] : []),
  ];
}
