import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { visibleText } from '@leadlight/common';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { apexRoutes } from './apex/apex-routes.ts';
import type { ApexRunner } from './apex/apex-runner.ts';
import { isApexUser, type ApexUser } from './apex/apex-users.ts';
import { LeadPageError } from './errors.ts';
import { visibleLeads, type LeadSharing } from './lead-sharing.ts';
import { findCrmRecord } from './crm-records.ts';
import { describeLead, findLead, leadListQueryOf, listFilters, listLeads, type OrgConnection } from './leads.ts';
import { APP_FOLDER, DESIGN_SYSTEM_FOLDER, PUBLIC_FOLDER } from './paths.ts';
import { requireSameOrigin } from './same-origin.ts';
import { preferredLanguage, pageTextsScript } from './page-texts.ts';
import { join } from 'node:path';
import { labelsFor } from './labels.ts';

export interface LeadPageDependencies {
  readonly org: OrgConnection;
  /** Runs the Apex classes of the package. */
  readonly apex: ApexRunner;
  /** How the org shares leads. */
  readonly sharing: () => Promise<LeadSharing>;
}

export interface RunningPage {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  close(): Promise<void>;
}

/** Allows only scripts and requests of the page itself. LWC sets styles by script. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const LEAD_ID = /^\w{1,64}$/;

/** The server of the page: static files, the leads of the org, and the Apex methods of the package. */
export function createLeadPage({ org, apex, sharing }: LeadPageDependencies): Express {
  const visibleTo = async (request: Request) => visibleLeads(userOf(request), await sharing());
  const app = express();
  app.disable('x-powered-by');
  app.use(requireLoopbackHost);
  app.use((_, response, next) => {
    response.set({
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    next();
  });
  app.use('/slds', express.static(DESIGN_SYSTEM_FOLDER, { maxAge: '1h', index: false }));
  app.use('/public', express.static(PUBLIC_FOLDER, { index: false }));
  app.use('/static', express.static(join(APP_FOLDER, 'static'), { index: false }));
  app.get('/texts.js', (request, response) => {
    response
      .set('Vary', 'Accept-Language, Cookie')
      .type('js')
      .send(pageTextsScript(languageOf(request)));
  });
  app.use(['/org', '/apex'], requireSameOrigin);
  app.get('/org/leads', async (request, response) => {
    response.json(await listLeads(org, leadListQueryOf(request.query), await visibleTo(request)));
  });
  app.get('/org/lead-filters', async (request, response) => {
    response.json(await listFilters(org, await visibleTo(request)));
  });
  app.get('/org/lead-info', async (_, response) => void response.json(await describeLead(org)));
  app.get('/org/leads/:leadId', async (request, response) => {
    const { leadId } = request.params;
    const visible = await visibleTo(request);
    const lead = LEAD_ID.test(leadId) ? await findLead(org, leadId, languageOf(request), visible) : undefined;
    if (lead) response.json(lead);
    else response.status(404).json({ message: labelsFor(languageOf(request)).Leadlight_Error_NoAccess });
  });
  app.get('/org/records/:recordId', async (request, response) => {
    const record = await findCrmRecord(org, request.params.recordId, languageOf(request));
    if (record) response.json(record);
    else response.status(404).json({ message: labelsFor(languageOf(request)).Leadlight_Error_RecordNoAccess });
  });
  app.use(apexRoutes(apex, languageOf));
  app.get(['/', '/admin', '/leads/:leadId', '/records/:recordId'], (_, response) =>
    response.sendFile(join(APP_FOLDER, 'static/index.html')),
  );
  app.use((_, response) => void response.status(404).json({ message: 'There is no such page.' }));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    if (isBadBody(error)) {
      response.status(400).json({ message: 'The body is not JSON of the expected size.' });
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${visibleText(`${request.method} ${request.path}: ${message}`)}\n`);
    response.status(502).json({ message: labelsFor(languageOf(request)).Leadlight_Error_Unknown });
  });
  return app;
}

/** @throws LeadPageError `lead_page_port_taken` */
export function startLeadPage({
  port,
  ...parts
}: LeadPageDependencies & { readonly port: number }): Promise<RunningPage> {
  const server = createServer(createLeadPage(parts));
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const portTaken = cause.code === 'EADDRINUSE';
      reject(portTaken ? new LeadPageError('lead_page_port_taken', { port }, { cause }) : cause);
    });
    server.listen(port, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({ url, close: () => closeServer(server) });
    });
  });
}

function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Whether `express.json` rejected the body. */
const isBadBody = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'expose' in error && error.expose === true;

/** The language that was chosen on the page, or else that of the browser. */
const languageOf = (request: Request): string =>
  preferredLanguage(
    /(?:^|;\s*)language=([\w-]+)/.exec(request.get('cookie') ?? '')?.[1] ?? request.get('accept-language'),
  );

/** The user that was chosen in the address of the page (`?as=`); a rep if none was. */
function userOf(request: Request): ApexUser {
  const chosen = /(?:^|;\s*)user=(\w+)/.exec(request.get('cookie') ?? '')?.[1];
  return isApexUser(chosen) ? chosen : 'rep';
}

/** Rejects DNS rebinding: another site could otherwise point its name at this machine to read leads. */
function requireLoopbackHost(request: Request, response: Response, next: NextFunction): void {
  if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.get('host') ?? '')) next();
  else response.status(421).json({ message: 'The lead page is available only on this machine.' });
}
