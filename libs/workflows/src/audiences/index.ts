export {
  CONSENT_FIELDS,
  DEFAULT_DEFINITION,
  isConfirmed,
  type Audience,
  type AudienceDefinition,
  type AudienceFilter,
  type AudienceMember,
  type AudienceRange,
  type Channel,
} from './audience.ts';
export { previewAudience, type AudiencePorts, type AudiencePreview } from './preview-audience.ts';
export { writeAudience, type WrittenAudience } from './write-audience.ts';
export type { AudienceCandidate, AudienceSelection, Exclusion } from './select-audience.ts';
export {
  changeAudience,
  confirmAudience,
  createAudience,
  deleteAudience,
  findAudience,
  type AudienceDraft,
  type ManageAudiencesPorts,
} from './manage-audiences.ts';
