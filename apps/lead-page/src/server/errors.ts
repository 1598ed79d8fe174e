import { defineErrors, LeadlightError, type ErrorCode, type ErrorFacts } from '@leadlight/common';

export const leadPageErrors = defineErrors({
  lead_page_usage: {
    reason: ({ problem }: { problem: string }) => problem,
    remedy:
      '\nUsage: node apps/lead-page/src/server/main.ts --port 8080 --org-url https://… --api-url http://127.0.0.1:…\n' +
      'Secrets come from the environment (LEADLIGHT_SF_CLIENT_ID, LEADLIGHT_SF_CLIENT_SECRET, LEADLIGHT_API_KEY, ' +
      'LEADLIGHT_ADMIN_API_KEY) or from a JSON file that only its owner can read (--secrets FILE), never from arguments, ' +
      'which every user of the machine can see.',
    example: { problem: '--org-url and --api-url are required.' },
  },
  lead_page_not_built: {
    reason: ({ output }: { output: string }) => `The lead page could not be built:\n${output}`,
    remedy: 'Run "npx nx run @leadlight/lead-page:bundle-page" to repeat the build.',
    example: { output: 'src/page/main.ts(3,1): error TS2304: Cannot find name.' },
  },
  lead_page_apex_not_parsed: {
    reason: ({ output }: { output: string }) => `The Apex classes of the package could not be parsed:\n${output}`,
    remedy: 'Run "node libs/apex-runtime/src/command/apex-test.ts" to see which class is meant.',
    example: { output: "LeadScoreController.cls:12: missing ';' at '}' Correct the source." },
  },
  lead_page_port_taken: {
    reason: ({ port }: { port: number }) => `Port ${port} is used by another program.`,
    remedy: 'Choose another one with --port, or 0 for any free port.',
    example: { port: 4300 },
  },
});

export type LeadPageErrorCode = ErrorCode<typeof leadPageErrors>;

/** Why the lead page cannot be served. */
export class LeadPageError<Code extends LeadPageErrorCode = LeadPageErrorCode> extends LeadlightError<
  Code,
  ErrorFacts<typeof leadPageErrors, Code>
> {
  override readonly name = 'LeadPageError';

  constructor(code: Code, facts: ErrorFacts<typeof leadPageErrors, Code>, options?: ErrorOptions) {
    super(leadPageErrors, code, facts, options);
  }
}
