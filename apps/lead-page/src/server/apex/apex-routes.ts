import express, { type Request, type Response, type NextFunction } from 'express';
import type { UserSettings } from '@leadlight/apex-runtime/server';
import { APEX_USERS, isApexUser } from './apex-users.ts';
import type { ApexRunner } from './apex-runner.ts';

/** A language of the page as that of a user: `pt-BR` → `pt_BR`, `de-AT` → `de`. */
const LANGUAGES: Readonly<Record<string, string>> = { de: 'de', es: 'es', fr: 'fr', ja: 'ja', pt: 'pt_BR' };

/**
 * `POST /apex/Class.method` with the parameters as JSON answers what a component's call of Apex does. The headers
 * `X-Leadlight-User` and `X-Leadlight-Time-Zone` say as whom and where.
 */
export function apexRoutes(apex: ApexRunner, languageOf: (request: Request) => string): express.Router {
  const router = express.Router();
  router.post('/apex/:method', express.json({ limit: '8kb' }), async (request, response, next) => {
    if (!request.is('application/json')) {
      response.status(415).json({ message: 'The body must be application/json.' });
      return;
    }
    await call(apex, languageOf(request), request, response, next);
  });
  return router;
}

async function call(
  apex: ApexRunner,
  language: string,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  const [className = '', methodName = ''] = String(request.params.method).split('.');
  const parameters = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const user = request.get('x-leadlight-user') ?? 'rep';
  if (!isApexUser(user)) {
    const users = Object.keys(APEX_USERS).join(', ');
    response.status(400).json({ message: `There is no user ${user} (?as= in the address): choose one of ${users}.` });
    return;
  }
  const settings = settingsOf(language, request.get('x-leadlight-time-zone') ?? '');
  const outcome = await apex.run({ kind: 'call', user, settings, className, methodName, parameters });
  if (!outcome.response) return next();
  if (outcome.response.ok) response.json(outcome.response.result);
  else response.status(500).json(outcome.response.error);
}

function settingsOf(language: string, timeZone: string): UserSettings {
  return {
    language: LANGUAGES[language.split('-')[0] ?? ''] ?? 'en_US',
    locale: language,
    timeZone: knownZone(timeZone),
  };
}

/** The zone of the browser; that of this machine if it is unknown here. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', timeZone === '' ? {} : { timeZone }).resolvedOptions().timeZone;
  } catch {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}
