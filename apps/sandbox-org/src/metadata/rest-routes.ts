import express, { type Request, type Router } from 'express';
import { parseVersion, versionNumber } from '../http/version.ts';
import { badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { apiUser } from './api-user.ts';
import { readDeployOptions } from './deploy/deploy-options.ts';
import { toDeployResult } from './deploy/deploy-result.ts';
import type { Deployments } from './deploy/deployments.ts';

/** The largest zip file of a deployment, as on the platform: 39 MB, and about a third more as base64. */
export const MAX_UPLOAD = '60mb';

const readBytes = express.raw({ limit: MAX_UPLOAD, type: 'multipart/form-data' });
const readJson = express.json({ limit: '1mb' });

interface Upload {
  readonly zip: Uint8Array;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The file and the options of a multipart request. @throws ApiError */
async function readUpload(req: Request): Promise<Upload> {
  const body: unknown = req.body;
  const type = req.get('Content-Type') ?? '';
  if (!Buffer.isBuffer(body)) throw badRequest('INVALID_OPERATION', 'A deployment is sent as multipart/form-data.');
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw badRequest('INVALID_MULTIPART_REQUEST', 'The multipart request cannot be read.');
  }
  const [file, entity] = [form.get('file'), form.get('entity_content') ?? form.get('json')];
  if (!(file instanceof Blob) || entity === null) {
    throw badRequest('INVALID_MULTIPART_REQUEST', 'The request needs the parts "file" and "entity_content".');
  }
  const text = typeof entity === 'string' ? entity : await entity.text();
  const { deployOptions } = parseJson(text);
  return { zip: new Uint8Array(await file.arrayBuffer()), options: deployOptions ?? {} };
}

function parseJson(text: string): { readonly deployOptions?: Readonly<Record<string, unknown>> } {
  try {
    return JSON.parse(text) as { deployOptions?: Record<string, unknown> };
  } catch {
    throw badRequest('JSON_PARSER_ERROR', 'The part "entity_content" is not JSON.');
  }
}

/**
 * Deployments over REST. Mount it before the parser of JSON bodies.
 * @source Metadata API Developer Guide, Deploying and Retrieving Metadata with REST
 */
export function metadataRestRoutes(org: Org, deployments: Deployments): Router {
  const router = express.Router({ mergeParams: true });
  const send = (id: string, includeDetails: boolean) => ({
    id,
    deployResult: toDeployResult(deployments.state(id), apiUser(org), includeDetails),
  });
  router.post('/deployRequest', readBytes, readJson, async (req, res) => {
    const { validatedDeployRequestId } = (req.body ?? {}) as { validatedDeployRequestId?: unknown };
    if (typeof validatedDeployRequestId === 'string') {
      const id = deployments.startValidated(validatedDeployRequestId);
      res.status(201).json({ validatedDeployRequestId, ...send(id, false) });
      return;
    }
    const { zip, options } = await readUpload(req);
    const id = deployments.start(zip, readDeployOptions(options, versionNumber(req)));
    const url = `/services/data/${parseVersion(req)}/metadata/deployRequest/${id}`;
    res.status(201).json({ ...send(id, false), url, deployOptions: options });
  });
  router.get('/deployRequest/:id', (req, res) => {
    res.json(send(req.params.id, req.query.includeDetails === 'true'));
  });
  router.patch('/deployRequest/:id', readJson, (req, res) => {
    const { deployResult } = (req.body ?? {}) as { deployResult?: { status?: unknown } };
    if (deployResult?.status !== 'Canceling')
      throw badRequest('INVALID_OPERATION', 'A deployment can only be canceled.');
    deployments.cancel(req.params.id);
    res.status(202).json(send(req.params.id, false));
  });
  return router;
}
