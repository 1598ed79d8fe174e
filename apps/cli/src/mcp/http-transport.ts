import type { Server } from 'node:http';
import { once } from 'node:events';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Request, Response } from 'express';
import { ApiClient } from './api-client.ts';
import { createMcpServer } from './mcp-server.ts';

export interface McpHttpSettings {
  /** Address of the scoring API. */
  readonly apiUrl: string;
  readonly host: string;
  readonly port: number;
  /** Where clients reach this server; its own address by default. */
  readonly publicUrl?: string;
  readonly version: string;
}

export interface RunningMcpServer {
  readonly url: string;
  close(): Promise<void>;
}

const PATH = '/mcp';
const RESOURCE = '/.well-known/oauth-protected-resource';
const AUTHORIZATION = '/.well-known/oauth-authorization-server';

/**
 * Serves MCP over Streamable HTTP, without sessions: each request brings the caller's own key or token, which is passed on to the
 * scoring API. OAuth metadata tells a client where to exchange its client credentials for a token.
 * @source Model Context Protocol 2025-11-25, "Authorization"; RFC 9728; RFC 8414
 */
export async function serveMcp({ apiUrl, host, port, publicUrl, version }: McpHttpSettings): Promise<RunningMcpServer> {
  const allowedHosts = publicUrl === undefined ? undefined : [new URL(publicUrl).hostname, 'localhost', '127.0.0.1'];
  const app = createMcpExpressApp({ host, allowedHosts });
  app.disable('x-powered-by');
  let url = publicUrl?.replace(/\/+$/, '') ?? '';
  app.use((req, res, next) => {
    // A browser names the page that a request comes from; no page has a reason to call this server.
    if (req.headers.origin === undefined || req.headers.origin === url) return next();
    res.status(403).json(rpcError('Requests from web pages are refused.'));
  });
  app.get([RESOURCE, RESOURCE + PATH], (_, res) => {
    res.json({ resource: url + PATH, authorization_servers: [url], bearer_methods_supported: ['header'] });
  });
  app.get(AUTHORIZATION, (_, res) => {
    res.json({
      issuer: url,
      // Clients of the SDK reject metadata without it, although no grant type here uses it.
      authorization_endpoint: `${apiUrl.replace(/\/+$/, '')}/oauth/authorize`,
      token_endpoint: `${apiUrl.replace(/\/+$/, '')}/oauth/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
    });
  });
  app.post(PATH, (req, res) => handlePost(req, res, { apiUrl, version, metadata: url + RESOURCE + PATH }));
  app.all(PATH, (_, res) => {
    res.status(405).set('Allow', 'POST').json(rpcError('This server keeps no sessions: send POST.'));
  });
  const server = app.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (url === '') url = `http://${host}:${typeof address === 'object' && address ? address.port : port}`;
  return { url: url + PATH, close: () => closeServer(server) };
}

async function handlePost(
  req: Request,
  res: Response,
  { apiUrl, version, metadata }: { readonly apiUrl: string; readonly version: string; readonly metadata: string },
): Promise<void> {
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(req.headers.authorization ?? '')?.[1];
  const client = new ApiClient(apiUrl, token ?? '');
  const status = token === undefined ? 401 : await statusOf(client);
  if (status === undefined) {
    res.status(502).json(rpcError('The scoring API does not respond.'));
    return;
  }
  if (status === 401) {
    res
      .status(401)
      .set('WWW-Authenticate', `Bearer resource_metadata="${metadata}"`)
      .json(rpcError('Send a key of the scoring API, or a token for it, as Authorization: Bearer.'));
    return;
  }
  const server = createMcpServer(client, version);
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  res.on('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(req, res, req.body);
}

/** Whether the scoring API accepts the caller's key; undefined where it does not respond. */
const statusOf = (client: ApiClient): Promise<number | undefined> =>
  client.send({ method: 'GET', path: '/v1/models' }).then(
    ({ status }) => status,
    () => undefined,
  );

/** A JSON-RPC error without an id, because no request was read. */
const rpcError = (message: string) => ({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, 'close');
}
