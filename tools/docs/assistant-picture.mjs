/**
 * Renews docs/images/assistants.png: what a client of the MCP SDK asks `leadlight mcp` on a simulated company, and what it is answered.
 *
 *   node tools/docs/assistant-picture.mjs
 *
 * It needs Chromium.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { chromium } from 'playwright-core';

const LAUNCHER = fileURLToPath(new URL('../../apps/cli/bin/leadlight.mjs', import.meta.url));
const PICTURE = fileURLToPath(new URL('../../docs/images/assistants.png', import.meta.url));
const SHOWN_REASONS = 4;

const folder = mkdtempSync(join(tmpdir(), 'leadlight-assistant-'));
const leadlight = (...args) =>
  execFileSync(process.execPath, [LAUNCHER, ...args, '--folder', folder], { stdio: ['ignore', 'pipe', 'inherit'] });

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return String(port);
}

/** The lines of a conversation; what the client sends begins with `>`. */
async function converse(apiUrl, key) {
  const lines = [];
  const client = new Client({ name: 'example', version: '1' });
  const args = [LAUNCHER, 'mcp', '--api-url', apiUrl];
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args, env: { ...process.env, LEADLIGHT_API_KEY: key } }),
  );
  const ask = async (name, input) => {
    lines.push('', `> ${name} ${JSON.stringify(input)}`);
    const { content, structuredContent } = await client.callTool({ name, arguments: input });
    lines.push(content[0].text.split('\n')[0]);
    return structuredContent;
  };
  const { name, version } = client.getServerVersion();
  lines.push(`Connected to ${name} ${version} by stdio`);
  const { leads, total } = await ask('list_best_leads', { limit: 5 });
  for (const { leadId, ownerName, score, band, probability } of leads)
    lines.push(`  ${leadId}  score ${score}  band ${band}  ${Math.round(100 * probability)} %  ${ownerName}`);
  lines.push(`  5 of ${total} open leads`);
  for (const { leadId } of leads) {
    const { scores } = await ask('explain_lead', { leadId });
    const { baselineScore, reasons, score } = scores[0];
    const shown = reasons.slice(0, SHOWN_REASONS);
    const others = score - shown.reduce((sum, { points }) => sum + points, baselineScore);
    lines.push(`  an average lead: ${baselineScore}`);
    for (const { feature, label = feature, value, points } of shown)
      lines.push(`  ${(points > 0 ? `+${points}` : `−${-points}`).padStart(4)}  ${label}: ${value ?? 'missing'}`);
    lines.push(`  ${(others >= 0 ? `+${others}` : `−${-others}`).padStart(4)}  everything else; together ${score}`);
  }
  await client.close();
  return lines;
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const pageOf = (lines) =>
  `<pre style="display: inline-block; margin: 0; padding: 20px 24px; background: #16202c; color: #dce5ee; font: 15px/1.5 monospace">${lines
    .map((line) => (line.startsWith('>') ? `<b style="color: #8fd0ff">${escape(line)}</b>` : escape(line)))
    .join('\n')}</pre>`;

async function draw(lines) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  await page.setContent(pageOf(lines));
  await page.locator('pre').screenshot({ path: PICTURE });
  await browser.close();
}

let api;
try {
  leadlight('start', '--once', '--json', '--leads', '600', '--org-port', await freePort());
  const { key } = JSON.parse(leadlight('keys', 'create', '--name', 'assistant', '--scopes', 'score,read', '--json'));
  const serve = ['serve', '--json', '--role', 'api', '--folder', folder, '--port', await freePort()];
  api = spawn(process.execPath, [LAUNCHER, ...serve], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [ready] = await once(createInterface({ input: api.stdout }), 'line');
  const lines = await converse(JSON.parse(ready).listening, key);
  console.log(lines.join('\n'));
  await draw(lines);
} finally {
  if (api) {
    api.kill('SIGTERM');
    await once(api, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
}
