import type {
  Audience as AudienceDocument,
  AudienceLeads,
  AudienceLeadsQuery,
  AudiencePreview as PreviewDocument,
  Audiences,
  AudienceWithPreview,
  ChangeAudienceRequest,
  CreateAudienceRequest,
  DeletedAudience,
  PreviewAudienceRequest,
} from '@leadlight/contract';
import { toId18 } from '@leadlight/common';
import type { LeadField } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import { audienceDocument, definitionOfRequest, previewDocument } from './audience-contract.ts';
import { CONSENT_FIELDS, type Audience } from './audience.ts';
import {
  changeAudience,
  confirmAudience,
  createAudience,
  deleteAudience,
  findAudience,
  requestAudienceWrite,
  type ManageAudiencesPorts,
} from './manage-audiences.ts';
import { previewAudience, type AudiencePorts } from './preview-audience.ts';
import type { AudienceCandidate } from './select-audience.ts';

export type AudienceApiPorts = AudiencePorts & ManageAudiencesPorts;

export const listAudienceDocuments = async (ports: AudienceApiPorts, orgId: string): Promise<Audiences> => ({
  audiences: await Promise.all(
    (await ports.audiences.list(orgId)).map((audience) => documentOf(ports, orgId, audience)),
  ),
});

async function documentOf(ports: AudienceApiPorts, orgId: string, audience: Audience): Promise<AudienceDocument> {
  return audienceDocument(audience, await ports.audiences.countMembers(orgId, audience.id), ports.clock.now());
}

/** @throws WorkflowError `audience_not_found`, `org_not_synced` */
export async function readAudience(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
): Promise<AudienceWithPreview> {
  return withPreview(ports, orgId, await findAudience(ports, orgId, audienceId));
}

async function withPreview(ports: AudienceApiPorts, orgId: string, audience: Audience): Promise<AudienceWithPreview> {
  const preview = previewDocument(await previewAudience(ports, orgId, audience));
  return { audience: await documentOf(ports, orgId, audience), preview };
}

/** @throws WorkflowError `org_not_synced`, `audience_invalid` */
export async function previewRequested(
  ports: AudienceApiPorts,
  orgId: string,
  { definition }: PreviewAudienceRequest,
): Promise<PreviewDocument> {
  // Who is held out depends on the id; the share does not.
  const audience = { id: 'preview', definition: definitionOfRequest(definition, await fieldsOf(ports, orgId)) };
  return previewDocument(await previewAudience(ports, orgId, audience));
}

/** @throws WorkflowError `org_not_synced`, `audience_invalid`, `audience_name_taken` */
export async function createRequestedAudience(
  ports: AudienceApiPorts,
  orgId: string,
  { name, definition, campaignId, listView = false }: CreateAudienceRequest,
  actor: string,
): Promise<AudienceWithPreview> {
  const draft = {
    name,
    definition: definitionOfRequest(definition, await fieldsOf(ports, orgId)),
    campaignId: campaignId === null ? null : toId18(campaignId),
    listView,
  };
  return withPreview(ports, orgId, await createAudience(ports, orgId, draft, actor));
}

/** @throws WorkflowError `audience_not_found`, `org_not_synced`, `audience_invalid`, `audience_changed_meanwhile` */
export async function changeRequestedAudience(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
  { revision, definition, campaignId, listView = false }: ChangeAudienceRequest,
  actor: string,
): Promise<AudienceWithPreview> {
  const before = await audienceAt(ports, orgId, audienceId, revision);
  const change = {
    definition: definitionOfRequest(definition, await fieldsOf(ports, orgId)),
    campaignId: campaignId === null ? null : toId18(campaignId),
    listView,
  };
  return withPreview(ports, orgId, await changeAudience(ports, orgId, before, change, actor));
}

/**
 * Confirms the revision that a person has previewed.
 * @throws WorkflowError `audience_not_found`, `audience_changed_meanwhile`, `audience_has_no_campaign`, `org_not_synced`,
 *   `consent_not_read`
 */
export async function confirmPreviewedAudience(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
  revision: number,
  actor: string,
): Promise<AudienceDocument> {
  const audience = await audienceAt(ports, orgId, audienceId, revision);
  const read = new Set((await fieldsOf(ports, orgId)).map(({ name }) => name));
  const fields = CONSENT_FIELDS[audience.definition.channel].filter((field) => !read.has(field));
  if (fields.length > 0) throw new WorkflowError('consent_not_read', { name: audience.name, fields });
  return documentOf(ports, orgId, await confirmAudience(ports, orgId, audience, actor));
}

/** @throws WorkflowError as `requestAudienceWrite`, `audience_not_found` */
export async function requestWrite(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
  actor: string,
): Promise<AudienceDocument> {
  const audience = await findAudience(ports, orgId, audienceId);
  return documentOf(ports, orgId, await requestAudienceWrite(ports, orgId, audience, actor));
}

/** @throws WorkflowError `audience_not_found`, `audience_changed_meanwhile` */
export async function deleteRequestedAudience(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
  actor: string,
): Promise<DeletedAudience> {
  await deleteAudience(ports, orgId, await findAudience(ports, orgId, audienceId), actor);
  return { audienceId };
}

/** The leads of an audience and those held out. @throws WorkflowError `audience_not_found`, `org_not_synced` */
export async function audienceLeads(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
  { limit, offset }: AudienceLeadsQuery,
): Promise<AudienceLeads> {
  const { selection } = await previewAudience(ports, orgId, await findAudience(ports, orgId, audienceId));
  const { members, heldOut } = selection;
  const rowOf =
    (isHeldOut: boolean) =>
    ({ leadId, score, band, probability }: AudienceCandidate) => ({ leadId, score, band, probability, isHeldOut });
  const leads = [...members.map(rowOf(false)), ...heldOut.map(rowOf(true))];
  return { total: leads.length, leads: leads.slice(offset, offset + limit) };
}

async function audienceAt(
  ports: AudienceApiPorts,
  orgId: string,
  audienceId: string,
  revision: number,
): Promise<Audience> {
  const audience = await findAudience(ports, orgId, audienceId);
  if (audience.revision === revision) return audience;
  throw new WorkflowError('audience_changed_meanwhile', { name: audience.name });
}

async function fieldsOf({ orgs }: AudienceApiPorts, orgId: string): Promise<readonly LeadField[]> {
  const org = await orgs.find(orgId);
  if (!org?.lastSyncedAt) throw new WorkflowError('org_not_synced', { orgId });
  return org.fields;
}
