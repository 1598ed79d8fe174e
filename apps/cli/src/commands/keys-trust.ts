import { readFileSync } from 'node:fs';
import { HOUR_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import {
  createCertificateKey,
  DEFAULT_SCOPES,
  readCertificate,
  rotateCertificate,
  type ApiKeyEntry,
  type KeyCertificate,
  type KeyScope,
} from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { CliError, optionsError, readFailure } from '../errors.ts';
import { formatDay, writeOutput } from '../terminal/write-output.ts';
import { EXPIRY_OPTION, expiresAtOf, parseScopes, type ExpiryOptions } from './key-options.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

interface TrustOptions extends OrgOptions, ExpiryOptions {
  readonly name?: string;
  readonly key?: string;
  readonly audience: string;
  readonly scopes: readonly KeyScope[];
  readonly overlapHours: number;
}

export const keysTrustCommand = () =>
  createCommand(
    'trust',
    'Accept JWTs that a certificate of the org signs instead of a key: instead of a new key (--name), or of an existing ' +
      'one (--key), whose earlier certificates stay valid for an overlap.',
    [
      'leadlight keys trust Leadlight_Signing.crt --name salesforce --audience https://scoring.example.com',
      'leadlight keys trust Leadlight_Signing_2.crt --key key_0a1b2c3d4e5f6071 --audience https://scoring.example.com',
    ],
  )
    .argument('<certificate>', 'file with the certificate, PEM or DER')
    .requiredOption('--audience <url>', 'claim "aud" of its JWTs: the address of the service')
    .option('--name <name>', 'purpose of the new key')
    .option('--key <id>', 'id of an existing key, as "keys list" shows it')
    .option('--scopes <list>', 'what the new key may do: score, read, admin', parseScopes, [...DEFAULT_SCOPES])
    .option(...EXPIRY_OPTION)
    .option('--overlap-hours <hours>', 'hours that earlier certificates stay valid', wholeNumberParser(0, 8_760), 24)
    .option(...ORG_OPTION)
    .action(async (file: string, options: TrustOptions) => {
      if ((options.name === undefined) === (options.key === undefined)) {
        throw optionsError(
          'Exactly one of --name and --key is needed.',
          'Give --name for a new key, or --key for an existing one.',
        );
      }
      const certificate = readCertificate(readFile(file), options.audience, systemClock.now());
      const { id, orgId, name, scopes } = await withStorage(options.folder, (storage) =>
        trust(storage, certificate, options),
      );
      const { fingerprint, endsAt } = certificate;
      const document = { id, orgId, name, scopes, fingerprint, endsAt: new Date(endsAt).toISOString() };
      writeOutput(options, document, [
        `JWTs of this certificate are accepted for key ${id} (${scopes.join(', ')}) until ${formatDay(endsAt)}.`,
        `In Salesforce: iss ${orgId}, sub ${id}, aud ${options.audience}.`,
      ]);
    });

async function trust(storage: Storage, certificate: KeyCertificate, options: TrustOptions): Promise<ApiKeyEntry> {
  const ports = { ...storage, clock: systemClock };
  const orgId = await chooseOrg(storage, options.org);
  if (options.key !== undefined) {
    return rotateCertificate(ports, orgId, options.key, certificate, options.overlapHours * HOUR_MS);
  }
  const settings = { scopes: options.scopes, expiresAt: expiresAtOf(options) };
  return createCertificateKey(ports, orgId, options.name ?? '', certificate, settings);
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CliError('file_unreadable', { what: 'the certificate', file, why: readFailure(error) });
  }
}
