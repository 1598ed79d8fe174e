import { readFileSync } from 'node:fs';
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
import { CliError } from '../errors.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { expiresAtOf, HOUR_MS, parseScopes, type KeyOptions, type ExpiryOptions } from './key-options.ts';
import { createCommand, ORG_OPTION, wholeNumberParser } from './options.ts';

interface TrustOptions extends KeyOptions, ExpiryOptions {
  readonly name?: string;
  readonly key?: string;
  readonly audience: string;
  readonly scopes: readonly KeyScope[];
  readonly overlapHours: number;
}

export const keysTrustCommand = () =>
  createCommand(
    'trust',
    'Let JWTs that a certificate of the org signs stand for a key: for a new one (--name), or for one that is there ' +
      '(--key), whose earlier certificates go on for a while.',
    [
      'leadlight keys trust Leadlight_Signing.crt --name salesforce --audience https://scoring.example.com',
      'leadlight keys trust Leadlight_Signing_2.crt --key key_0a1b2c3d4e5f6071 --audience https://scoring.example.com',
    ],
  )
    .argument('<certificate>', 'the certificate’s file, PEM or DER')
    .requiredOption('--audience <url>', 'what its JWTs name as "aud": the service’s own address')
    .option('--name <name>', 'what the new key is for')
    .option('--key <id>', 'the key that it is to stand for, as "keys list" names it')
    .option('--scopes <list>', 'what the new key may do: score, read, admin', parseScopes, [...DEFAULT_SCOPES])
    .option(
      '--expires-in-days <days>',
      'when the new key ends by itself; never unless given',
      wholeNumberParser(1, 36_500),
    )
    .option('--overlap-hours <hours>', 'how long the key’s earlier certificates go on', wholeNumberParser(0, 8_760), 24)
    .option(...ORG_OPTION)
    .action(async (file: string, options: TrustOptions) => {
      if ((options.name === undefined) === (options.key === undefined)) {
        throw new CliError('options', 'Give either --name for a new key, or --key for one that is there.');
      }
      const certificate = readCertificate(read(file), options.audience, systemClock.now());
      const key = await withStorage(options.folder, (storage) => trust(storage, certificate, options));
      const { id, orgId, name } = key;
      const endsAt = new Date(certificate.endsAt).toISOString();
      writeOutput(options, { id, orgId, name, scopes: key.scopes, fingerprint: certificate.fingerprint, endsAt }, [
        `JWTs of this certificate stand for key ${id} (${key.scopes.join(', ')}) until ${endsAt.slice(0, 10)}.`,
        `In Salesforce: iss ${orgId}, sub ${id}, aud ${options.audience}.`,
      ]);
    });

async function trust(storage: Storage, certificate: KeyCertificate, options: TrustOptions): Promise<ApiKeyEntry> {
  const ports = { ...storage, clock: systemClock };
  const orgId = await chooseOrg(storage, options.org);
  if (options.key !== undefined) {
    return rotateCertificate(ports, orgId, options.key, certificate, options.overlapHours * HOUR_MS);
  }
  const life = { scopes: options.scopes, expiresAt: expiresAtOf(options) };
  return createCertificateKey(ports, orgId, options.name ?? '', certificate, life);
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new CliError('options', `The certificate ${file} cannot be read. Check its path.`);
  }
}
