import { createDocument, type ZodOpenApiOverride } from 'zod-openapi';
import { routes } from './routes.ts';

export const CONTRACT_VERSION = '1.0.0';

type OpenApiDocument = ReturnType<typeof createDocument>;

/** Answers may gain members within v1, so a client must bear members it does not know. */
const openAnswers: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

/** The OpenAPI 3.1 document of v1. */
export const openApiDocument = (): OpenApiDocument =>
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
      paths: routes(),
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'A key made by `leadlight keys create`, bound to one org.',
          },
        },
      },
    },
    { override: openAnswers },
  );
