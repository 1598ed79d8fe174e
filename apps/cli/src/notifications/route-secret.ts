import type { NotificationRoute } from '@leadlight/workflows';
import { variableOrFile } from '../environment.ts';
import { optionsError } from '../errors.ts';
import type { RouteSecret } from './routes.ts';

const MIN_SECRET_LENGTH = 32;

/** The address and the secret of a route from the environment. @throws CliError `options_invalid` */
export function readRouteSecret(route: Exclude<NotificationRoute, 'salesforce'>): RouteSecret {
  const variable = route === 'email' ? 'LEADLIGHT_SMTP_URL' : 'LEADLIGHT_WEBHOOK_URL';
  const url = variableOrFile(process.env, variable);
  const protocols = route === 'email' ? ['smtp:', 'smtps:'] : ['https:', 'http:'];
  if (url === undefined) throw optionsError(`${variable} is not set.`, `Set ${variable}, or ${variable}_FILE.`);
  if (!URL.canParse(url) || !protocols.includes(new URL(url).protocol)) {
    throw optionsError(
      `${variable} is not an address for the route ${route}.`,
      `Begin it with ${protocols[0]}// or ${protocols[1]}//.`,
    );
  }
  if (route !== 'webhook') return { url };
  const secret = variableOrFile(process.env, 'LEADLIGHT_WEBHOOK_SECRET');
  if (secret === undefined || secret.length < MIN_SECRET_LENGTH) {
    throw optionsError(
      `LEADLIGHT_WEBHOOK_SECRET is not set, or has fewer than ${MIN_SECRET_LENGTH} characters.`,
      'Set it to a random text that the receiver knows as well, such as the output of "openssl rand -hex 32".',
    );
  }
  return { url, secret };
}
