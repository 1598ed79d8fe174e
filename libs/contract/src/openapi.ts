import { createDocument, type ZodOpenApiOverride } from 'zod-openapi';
import { deprecations, markDeprecated, type Deprecations } from './deprecations.ts';
import { routes } from './routes.ts';

export const CONTRACT_VERSION = '1.0.0';

type OpenApiDocument = ReturnType<typeof createDocument>;

/** Answers may gain members within v1, so a client must bear members it does not know. */
const openAnswers: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

/** A tuple of alike members is a list of so many: the same in meaning, and what reads documents knows lists. */
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
 * @param going what is marked as deprecated
 */
export const openApiDocument = (going: Deprecations = deprecations): OpenApiDocument =>
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
        { name: 'Settings' },
        { name: 'Personal data' },
        { name: 'Service' },
      ],
      paths: markDeprecated(routes(), going),
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A key made by `leadlight keys create`, bound to one org; a token that `POST /oauth/token` gives for one; or a JWT signed by a certificate that `leadlight keys trust` registered.',
          },
        },
      },
    },
    {
      override: (context) => {
        openAnswers(context);
        tuplesAsLists(context);
      },
    },
  );
