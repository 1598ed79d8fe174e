import { X509Certificate } from 'node:crypto';
import { WorkflowError } from '../../errors.ts';
import type { KeyCertificate } from '../../ports/index.ts';

const MIN_RSA_BITS = 2048;

/**
 * Reads what is stored about a certificate that the org signs with.
 * @param file PEM or DER, as Salesforce’s "Download Certificate" produces it
 * @param audience the required `aud` of its JWTs: the service’s own address
 * @throws WorkflowError `certificate_invalid` if it is not a certificate, is not RSA of at least 2048 bits, or has expired
 */
export function readCertificate(file: Buffer, audience: string, now: number): KeyCertificate {
  const certificate = parse(file);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if (type !== 'rsa' || (details?.modulusLength ?? 0) < MIN_RSA_BITS) {
    throw invalid(`its key is not RSA of ${MIN_RSA_BITS} bits or more`);
  }
  const endsAt = certificate.validToDate.getTime();
  if (endsAt <= now) throw invalid(`it expired on ${certificate.validToDate.toISOString().slice(0, 10)}`);
  return {
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    publicKey: certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    audience,
    startsAt: certificate.validFromDate.getTime(),
    endsAt,
  };
}

function parse(file: Buffer): X509Certificate {
  try {
    return new X509Certificate(file);
  } catch {
    throw invalid('it is neither PEM nor DER of an X.509 certificate');
  }
}

const invalid = (problem: string) => new WorkflowError('certificate_invalid', { problem });
