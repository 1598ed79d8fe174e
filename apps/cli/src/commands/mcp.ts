import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { environmentValue } from '@leadlight/common';
import { optionsError } from '../errors.ts';
import { ApiClient } from '../mcp/api-client.ts';
import { serveMcp } from '../mcp/http-transport.ts';
import { createMcpServer } from '../mcp/mcp-server.ts';
import { readVersion } from '../read-version.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, parsePort, type CommonOptions } from './options.ts';

interface McpOptions extends CommonOptions {
  readonly apiUrl: string;
  readonly http?: boolean;
  readonly port: number;
  readonly host: string;
  readonly publicUrl?: string;
}

export const mcpCommand = () =>
  createCommand('mcp', 'Serve scores, reasons and evidence to an assistant through the Model Context Protocol (MCP).', [
    'LEADLIGHT_API_KEY=… leadlight mcp --api-url https://scoring.example.com',
    'leadlight mcp --http --api-url https://scoring.example.com --public-url https://mcp.example.com',
  ])
    .option(
      '--api-url <url>',
      'address of the scoring API; with --http, clients get OAuth tokens there too',
      'http://127.0.0.1:4310',
    )
    .option(
      '--http',
      'serve Streamable HTTP for many clients, each with its own key or token; standard input otherwise',
    )
    .option('--port <number>', 'port to listen on with --http', parsePort, 4320)
    .option(
      '--host <address>',
      'address to listen on with --http; put a TLS proxy in front of anything but loopback',
      '127.0.0.1',
    )
    .option('--public-url <url>', 'address at which clients reach the proxy')
    .action((options: McpOptions) => {
      requireUrl('--api-url', options.apiUrl);
      return options.http ? runHttp(options) : runStdio(options);
    });

/** @throws CliError `options` */
function requireUrl(option: string, address: string | undefined): void {
  if (address === undefined || /^https?:$/.test(URL.parse(address)?.protocol ?? '')) return;
  throw optionsError(`${option} ${address} is not an address.`, `For example ${option} https://scoring.example.com.`);
}

async function runHttp(options: McpOptions): Promise<void> {
  requireUrl('--public-url', options.publicUrl);
  const server = await serveMcp({ ...options, version: readVersion() });
  writeOutput(options, { listening: server.url }, [`MCP server: ${server.url}`, 'Stop it with Ctrl+C.']);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
}

async function runStdio({ apiUrl }: McpOptions): Promise<void> {
  const key = environmentValue(process.env, 'LEADLIGHT_API_KEY');
  if (key === undefined) {
    throw optionsError(
      'No key of the scoring API is given.',
      'Set LEADLIGHT_API_KEY to a key that "leadlight keys create --scopes score,read" prints.',
    );
  }
  const server = createMcpServer(new ApiClient(apiUrl, key), readVersion());
  // Standard output belongs to the protocol from here on. The client ends the session by closing standard input.
  const ended = once(process.stdin, 'end');
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
}
