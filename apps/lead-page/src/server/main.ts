import { connectSalesforce } from '@leadlight/salesforce';
import { buildPageWhereMissing } from './build-page.ts';
import { LeadPageError } from './errors.ts';
import { readOptions } from './options.ts';
import { ScoringApi } from './scoring-api.ts';
import { listen } from './server.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  await buildPageWhereMissing(say);
  const org = await connectSalesforce({
    loginUrl: options.orgUrl,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
  });
  const api = new ScoringApi(options.apiUrl, options.apiKey);
  const adminApi = new ScoringApi(options.apiUrl, options.adminApiKey);
  const running = await listen({ org, api, adminApi, port: options.port });
  process.stdout.write(`${JSON.stringify({ listening: running.url })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof LeadPageError && error.code === 'usage' ? 2 : 1;
}
