import { visibleText } from '@leadlight/common';
import { connectSalesforce } from '@leadlight/salesforce';
import { buildPageIfStale } from './build-page.ts';
import { LeadPageError } from './errors.ts';
import { parseOptions } from './options.ts';
import { ScoringApiClient } from './scoring-api-client.ts';
import { startLeadPage } from './server.ts';

const log = (line: string): void => void process.stderr.write(`${visibleText(line)}\n`);

try {
  const options = parseOptions(process.argv.slice(2), process.env);
  await buildPageIfStale(log);
  const org = await connectSalesforce({
    loginUrl: options.orgUrl,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
  });
  const api = new ScoringApiClient(options.apiUrl, options.apiKey);
  const adminApi = new ScoringApiClient(options.apiUrl, options.adminApiKey);
  const running = await startLeadPage({ org, api, adminApi, port: options.port });
  process.stdout.write(`${JSON.stringify({ listening: running.url })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof LeadPageError && error.code === 'lead_page_usage' ? 2 : 1;
}
