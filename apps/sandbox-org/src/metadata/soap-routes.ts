import express, { type Request, type Response, type Router } from 'express';
import { runAnonymous } from '../apex/anonymous.ts';
import type { Sessions } from '../auth/sessions.ts';
import { LAST_VERSION, versions } from '../http/version.ts';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Deployments } from './deploy/deployments.ts';
import { MAX_UPLOAD } from './rest-routes.ts';
import type { Retrievals } from './retrieve/retrievals.ts';
import { soapCalls } from './soap-calls.ts';
import { childrenOf, parseXml, textOf, writeXml, type XmlContent, type XmlElement, XmlError } from './xml.ts';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const METADATA = 'http://soap.sforce.com/2006/04/metadata';
const APEX = 'http://soap.sforce.com/2006/08/apex';

/** The content of the answer's body, and of its header. */
interface Answer {
  readonly header?: string;
  readonly body: string;
}

type SoapHandler = (call: XmlElement, version: number) => Answer | Promise<Answer>;

const envelope = (namespace: string, { header, body }: Answer): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${ENVELOPE}" xmlns="${namespace}" ` +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header === undefined ? '' : `<soapenv:Header>${header}</soapenv:Header>`}` +
  `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

function sendFault(res: Response, namespace: string, code: string, message: string): void {
  const text = writeXml({ faultcode: `sf:${code}`, faultstring: `${code}: ${message}` });
  const body = `<soapenv:Fault xmlns:sf="${namespace}">${text}</soapenv:Fault>`;
  res.status(500).type('text/xml').send(envelope(namespace, { body }));
}

const unknownCall = (name: string): ApiError =>
  new ApiError(500, 'INVALID_OPERATION', `This org does not support the call ${name}.`);

const resultOf = (name: string, results: readonly (XmlContent | undefined)[]): string => {
  const inner = results.map((each) => (each === undefined ? '' : `<result>${writeXml(each)}</result>`)).join('');
  return `<${name}Response>${inner}</${name}Response>`;
};

/** SOAP: the Metadata API (`/m`), and of the Apex API (`/s`) executeAnonymous. */
export function soapRoutes(org: Org, sessions: Sessions, deployments: Deployments, retrievals: Retrievals): Router {
  const router = express.Router({ mergeParams: true });
  const calls = soapCalls(org, deployments, retrievals);
  const metadata: SoapHandler = (call, version) => {
    const answer = calls.get(call.name);
    if (!answer) throw unknownCall(call.name);
    return { body: resultOf(call.name, [answer(call, version)].flat()) };
  };
  const apex: SoapHandler = async (call) => {
    if (call.name !== 'executeAnonymous') throw unknownCall(call.name);
    // The WSDL calls it String, the Salesforce CLI apexcode.
    const [code] = call.children;
    if (!code) throw new ApiError(500, 'MISSING_ARGUMENT', 'The code is missing.');
    const { log, ...result } = await runAnonymous(org, code.text);
    const texts = Object.fromEntries(Object.entries(result).map(([name, value]) => [name, value ?? '']));
    const header = `<DebuggingInfo>${writeXml({ debugLog: log.join('\n') })}</DebuggingInfo>`;
    return { header, body: resultOf(call.name, [texts]) };
  };
  const readBody = express.text({ limit: MAX_UPLOAD, type: () => true });
  router.post('/m/:version', readBody, soapHandler(sessions, METADATA, metadata));
  router.post('/s/:version{/:orgId}', readBody, soapHandler(sessions, APEX, apex));
  return router;
}

const soapHandler =
  (sessions: Sessions, namespace: string, answer: SoapHandler) =>
  async (req: Request, res: Response): Promise<void> => {
    try {
      const version = Number(req.params.version);
      if (!versions.includes(version)) {
        throw new ApiError(500, 'UNSUPPORTED_API_VERSION', `The last version is ${LAST_VERSION}.0.`);
      }
      const { session, call } = readEnvelope(req);
      sessions.check(session === undefined ? undefined : `Bearer ${session}`);
      res.type('text/xml').send(envelope(namespace, await answer(call, version)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      sendFault(res, namespace, error.errorCode, error.message);
    }
  };

/** @throws ApiError for what is no SOAP request with one call */
function readEnvelope(req: Request): { readonly session: string | undefined; readonly call: XmlElement } {
  const invalid = (message: string): ApiError => new ApiError(500, 'INVALID_OPERATION', message);
  let root: XmlElement;
  try {
    root = parseXml(typeof req.body === 'string' ? req.body : '');
  } catch (error) {
    if (error instanceof XmlError) throw invalid(error.message);
    throw error;
  }
  const call = childrenOf(root, 'Body')[0]?.children[0];
  if (root.name !== 'Envelope' || !call) throw invalid('The request is no SOAP envelope.');
  const header = childrenOf(root, 'Header').flatMap((each) => childrenOf(each, 'SessionHeader'))[0];
  return { session: header && textOf(header, 'sessionId'), call };
}
