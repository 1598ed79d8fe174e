export { findScheduledJob, runApex } from './apex.ts';
export {
  assign,
  findAssignment,
  INTEGRATION_PERMISSION_SET_LICENCE,
  removeAssignment,
  type Assignable,
} from './assignments.ts';
export { connectWithSession } from './connect-with-session.ts';
export {
  readCalloutUrl,
  readParameterNames,
  removeParameters,
  writeCalloutUrl,
  writeParameters,
  type Principal,
} from './credentials.ts';
export {
  EXTERNAL_CLIENT_APP,
  EXTERNAL_CLIENT_APP_MEMBERS,
  externalClientAppFiles,
  type ExternalClientAppOptions,
} from './external-client-app.ts';
export { deletionOf, type MetadataFiles } from './metadata-files.ts';
export { LEAD_PAGE, leadPageFiles, SUBSCRIBER_MEMBERS, subscriberFiles } from './org-components.ts';
export { findListViews, findRecordPages } from './pages-and-lists.ts';
export { findRow, queryTooling } from './records.ts';
export { checkOrgForSetup, type SetupFinding } from './setup-checks.ts';
export { createIntegrationUser, findUser, INTEGRATION_LICENCE, setUserActive, type SetupUser } from './users.ts';
