import { defineErrors, LeadlightError, type ErrorFacts } from '@leadlight/common';

/** Errors of the service as a process. The problem types of its responses are in `libs/contract`. */
export const serviceErrors = defineErrors({
  service_options: {
    reason: ({ problem }: { problem: string }) => problem,
    remedy: 'See --help.',
    example: { problem: '--port is "http": expected a whole number from 0 to 65535.' },
  },
  listen_failed: {
    reason: ({ host, port, why }: { host: string; port: number; why: string; remedy: string }) =>
      `Cannot listen on ${host} port ${port}: ${why}.`,
    remedy: ({ remedy }: { host: string; port: number; why: string; remedy: string }) => remedy,
    example: {
      host: '127.0.0.1',
      port: 4310,
      why: 'another process uses it',
      remedy: 'Stop that process, or choose another port with --port.',
    },
  },
});

type ServiceErrors = typeof serviceErrors;

/** The service cannot start. */
export class ServiceError<Code extends keyof ServiceErrors = keyof ServiceErrors> extends LeadlightError<
  Code,
  ErrorFacts<ServiceErrors, Code>
> {
  override readonly name = 'ServiceError';

  constructor(code: Code, facts: ErrorFacts<ServiceErrors, Code>, options?: ErrorOptions) {
    super(serviceErrors, code, facts, options);
  }
}
