export {
  CONSENT_FIELDS,
  DEFAULT_DEFINITION,
  hasTarget,
  isConfirmed,
  type Audience,
  type AudienceDefinition,
  type AudienceFilter,
  type AudienceMember,
  type AudienceRange,
  type AudienceTarget,
  type AudienceWrite,
  type Channel,
} from './audience.ts';
export { previewAudience, type AudiencePorts, type AudiencePreview } from './preview-audience.ts';
export { isWriteDue, WRITE_INTERVAL_MS } from './due-audiences.ts';
export {
  audienceLeads,
  changeRequestedAudience,
  confirmPreviewedAudience,
  createRequestedAudience,
  deleteRequestedAudience,
  listAudienceDocuments,
  previewRequested,
  readAudience,
  requestWrite,
  type AudienceApiPorts,
} from './audience-requests.ts';
export { deleteEndedListViews, writeAudience, type WrittenAudience } from './write-audience.ts';
export type { AudienceCandidate, AudienceSelection, Exclusion } from './select-audience.ts';
export {
  changeAudience,
  confirmAudience,
  createAudience,
  deleteAudience,
  findAudience,
  type AudienceDraft,
  requestAudienceWrite,
  type ManageAudiencesPorts,
} from './manage-audiences.ts';
