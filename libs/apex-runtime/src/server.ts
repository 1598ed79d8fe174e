/** What a server needs that runs Apex of trees that are parsed already. It does not load the parser. */
export { callAura, type AuraError, type AuraRequest, type AuraResponse } from './aura/aura-call.ts';
export { mayManageCredentials, permissionSetNames } from './aura/permissions.ts';
export { resolveEndpoint, type CredentialCall, type Credentials } from './callouts/named-credentials.ts';
export { Program, type SourceUnit } from './compile/program.ts';
export { runBackground, runScheduled, takeScheduled } from './run/background.ts';
export { Vm } from './run/vm.ts';
export { labelsOf } from './database/labels.ts';
export type { FieldMetadata, ObjectMetadata, OrgMetadata } from './database/metadata.ts';
export type { MemoryDatabase } from './database/memory/memory-database.ts';
export {
  RestDatabase,
  type RecordSharing,
  type RestRequest,
  type RestResponse,
  type UserSettings,
} from './database/rest/rest-database.ts';
export type { ObjectShape, Schema } from './database/schema.ts';
export type { CalloutRequest, CalloutResponse, ConnectRequest, Ports } from './ports.ts';
export { NO_RULES, PROFILES, createOrg, schemaOf, type OrgShape } from './apex-tests/org-shape.ts';
export { readCredentials } from './files/read-credentials.ts';
export { readPackage } from './files/read-package.ts';
export { readRunnable } from './files/tree-cache.ts';
export { Fatal, Thrown } from './values/values.ts';
