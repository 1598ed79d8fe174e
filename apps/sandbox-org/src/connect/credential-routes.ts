import express, { type Request, type Response, type Router } from 'express';
import { badRequest, notFound } from '../org/api-error.ts';
import { inTransaction, type Org } from '../org/org.ts';
import { Credentials, type CredentialValue, type Principal, PRINCIPAL_TYPES } from './credentials.ts';

const INPUT_FIELDS = [
  'externalCredential',
  'authenticationProtocol',
  'authenticationProtocolVariant',
  'principalName',
  'principalType',
  'credentials',
];

type Input = Readonly<Record<string, unknown>>;

const invalid = (message: string) => badRequest('JSON_PARSER_ERROR', message);

function readText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw badRequest('MISSING_ARGUMENT', `Missing required argument: ${name}`);
}

/** @throws ApiError */
function readPrincipal(input: Input): Principal {
  const principalType = readText(input, 'principalType');
  if (!PRINCIPAL_TYPES.includes(principalType)) throw invalid(`Unknown principalType: ${principalType}`);
  return {
    externalCredential: readText(input, 'externalCredential'),
    principalName: readText(input, 'principalName'),
    principalType,
  };
}

/** @throws ApiError */
function readBody(req: Request): Input {
  const body: unknown = req.body;
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw invalid('The body must be an object.');
  const unknown = Object.keys(body).find((name) => !INPUT_FIELDS.includes(name));
  if (unknown !== undefined) throw invalid(`Unrecognized field "${unknown}"`);
  return body as Input;
}

function readValues({ credentials }: Input): Record<string, CredentialValue> {
  if (credentials === null || typeof credentials !== 'object' || Object.keys(credentials).length === 0) {
    throw badRequest('MISSING_ARGUMENT', 'Missing required argument: credentials');
  }
  return Object.fromEntries(
    Object.entries(credentials as Input).map(([name, entry]) => {
      const { value, encrypted = false } = (entry ?? {}) as Input;
      if (typeof value !== 'string' || typeof encrypted !== 'boolean') {
        throw invalid(`The credential ${name} needs a text "value" and a boolean "encrypted".`);
      }
      return [name, { value, encrypted }];
    }),
  );
}

/**
 * Values of external credentials: GET, POST creates, PUT replaces, PATCH changes those that it names, DELETE.
 * An encrypted value is never returned. Errors are not documented: their codes and texts are not verified.
 * @source Connect REST API Developer Guide, Credential Input
 */
export function credentialRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  const credentials = new Credentials(org.db, org.components);

  const send = (res: Response, principal: Principal): void => {
    const values = credentials.read(principal);
    res.json({
      authenticationProtocol: credentials.protocolOf(principal),
      authenticationProtocolVariant: null,
      authenticationStatus: values.size > 0 ? 'Configured' : 'NotConfigured',
      credentials: Object.fromEntries(
        [...values].map(([name, { value, encrypted, revision }]) => [
          name,
          { encrypted, revision, value: encrypted ? null : value },
        ]),
      ),
      ...principal,
    });
  };
  const write = (req: Request, res: Response, check: (exists: boolean) => void, keepOthers: boolean): void => {
    const body = readBody(req);
    const principal = readPrincipal(body);
    const protocol = readText(body, 'authenticationProtocol');
    const values = readValues(body);
    if (credentials.protocolOf(principal) !== protocol) {
      throw badRequest(
        'INVALID_INPUT',
        `The external credential does not use the authentication protocol ${protocol}.`,
      );
    }
    inTransaction(org.db, () => {
      check(credentials.read(principal).size > 0);
      credentials.write(principal, values, keepOthers);
    });
    send(res, principal);
  };
  const mustExist = (exists: boolean): void => {
    if (!exists) throw notFound();
  };
  const mustBeNew = (exists: boolean): void => {
    if (exists) throw badRequest('DUPLICATE_VALUE', 'The credential exists already.');
  };

  router.get('/credential', (req, res) => send(res, readPrincipal(req.query)));
  router.post('/credential', (req, res) => write(req, res.status(201), mustBeNew, false));
  router.put('/credential', (req, res) => write(req, res, mustExist, false));
  router.patch('/credential', (req, res) => write(req, res, mustExist, true));
  router.delete('/credential', (req, res) => {
    const principal = readPrincipal(req.query);
    credentials.protocolOf(principal);
    inTransaction(org.db, () => credentials.remove(principal));
    res.status(204).end();
  });
  return router;
}
