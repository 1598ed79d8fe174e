import { createDocument, type ZodOpenApiOverride } from 'zod-openapi';
import { deprecations, markDeprecated, type Deprecations } from './deprecations.ts';
import { routes } from './routes.ts';

export const CONTRACT_VERSION = '1.0.0';

type OpenApiDocument = ReturnType<typeof createDocument>;

/** Responses may gain members within v1, so a client must ignore members it does not know. */
const openResponses: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

/** A tuple of equal members becomes a list of that length: the meaning is the same, and all tools support lists. */
const tuplesAsLists: ZodOpenApiOverride = ({ jsonSchema }) => {
  const { prefixItems, minItems } = jsonSchema;
  const [first, ...others] = prefixItems ?? [];
  if (first === undefined || minItems !== prefixItems?.length) return;
  if (others.some((each) => JSON.stringify(each) !== JSON.stringify(first))) return;
  delete jsonSchema.prefixItems;
  jsonSchema.items = first;
};

/**
 * The OpenAPI 3.1 document of v1.
 * @param deprecated operations that are marked
 */
export const openApiDocument = (deprecated: Deprecations = deprecations): OpenApiDocument =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Leadlight scoring service',
        version: CONTRACT_VERSION,
        description:
          'Scores Salesforce leads with a model trained on the org’s own history, with the exact reasons. Errors are `application/problem+json` (RFC 9457); a problem’s `type` is a path on this service that explains it.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }],
      tags: [
        { name: 'Scores' },
        { name: 'Models' },
        { name: 'Propensities' },
        { name: 'Settings' },
        { name: 'Audiences' },
        { name: 'Experiments' },
        { name: 'Notifications' },
        { name: 'Alerts' },
        { name: 'Jobs' },
        { name: 'Keys' },
        { name: 'Personal data' },
        { name: 'Service' },
      ],
      paths: markDeprecated(routes(), deprecated),
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A key created by `leadlight keys create`, bound to one org; a token from `POST /oauth/token`; or a JWT signed with a certificate that `leadlight keys trust` registered.',
          },
        },
      },
    },
    {
      override: (context) => {
        openResponses(context);
        tuplesAsLists(context);
      },
    },
  );
