import { openApiDocument } from '@leadlight/contract';
import { code, page, table } from './markdown.ts';

/** The parts of JSON Schema that the OpenAPI document uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
}

interface Content {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses?: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Content>> }>
  >;
}

interface Document {
  readonly info: { readonly version: string; readonly description?: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, { readonly description?: string }>>;
  };
}

export function httpApiPage(): string {
  const { info, tags, paths, components } = openApiDocument() as unknown as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
  const [keys] = Object.values(components.securitySchemes);
  return page(
    'HTTP API',
    `Version ${info.version}. ${info.description ?? ''} The service serves this contract as \`/openapi.json\` (OpenAPI 3.1), ` +
      'as `/openapi-3.0.json`, and as pages at `/docs`.\n\n' +
      `Send \`Authorization: Bearer <key>\`. ${keys?.description ?? ''}`,
    [
      ...tags.map(({ name }) => {
        const ofTag = operations.filter(({ operation }) => operation.tags?.includes(name));
        return `## ${name}: routes\n\n${ofTag.map(({ route, operation }) => operationSection(route, operation)).join('\n\n')}`;
      }),
      `## Schemas\n\n${Object.entries(components.schemas).map(schemaSection).join('\n\n')}`,
    ],
  );
}

function operationSection(route: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody, responses = {} } = operation;
  const body = requestBody && Object.values(requestBody.content)[0];
  const [success] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const result = success && Object.values(success[1].content ?? {})[0];
  return [
    `### ${route}`,
    [summary && `${summary}.`, description].filter(Boolean).join(' '),
    ...(parameters.length > 0
      ? [
          table(
            ['parameter', 'in', 'type', 'meaning'],
            parameters.map(({ name, in: place, required, schema = {} }) => [
              code(name),
              `${place}${required ? ', required' : ''}`,
              typeText(schema),
              schema.description ?? '',
            ]),
          ),
        ]
      : []),
    ...(body?.schema ? [`Request: ${typeText(body.schema)}.${exampleText(body)}`] : []),
    ...(result?.schema ? [`Response: ${typeText(result.schema)}.${exampleText(result)}`] : []),
    table(
      ['status', 'meaning'],
      Object.entries(responses).map(([status, response]) => [status, response.description]),
    ),
  ].join('\n\n');
}

/** Longer examples are linked. */
const MAX_EXAMPLE_LINES = 60;

function exampleText({ examples = {} }: Content): string {
  const [entry] = Object.entries(examples);
  if (!entry) return '';
  const [name, { value }] = entry;
  const json = JSON.stringify(value, null, 2);
  if (json.split('\n').length <= MAX_EXAMPLE_LINES) return ` Example:\n\n\`\`\`json\n${json}\n\`\`\``;
  return ` Example: [${name}.json](../../libs/contract/examples/${name}.json).`;
}

function schemaSection([name, schema]: [string, Schema]): string {
  const { description = '', properties, required = [] } = schema;
  const members = Object.entries(properties ?? {}).map(([member, memberSchema]) => [
    code(member),
    typeText(memberSchema),
    required.includes(member) ? 'yes' : '',
    memberSchema.description ?? '',
  ]);
  const content = properties ? table(['member', 'type', 'required', 'meaning'], members) : `Type: ${typeText(schema)}.`;
  return [`### ${name}`, ...(description ? [description] : []), content].join('\n\n');
}

/** A type as readers of the page need it, with links to other schemas. */
function typeText(schema: Schema): string {
  const { $ref, type, anyOf, oneOf, items, additionalProperties } = schema;
  if ($ref) {
    const name = $ref.split('/').at(-1)!;
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(' or ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  const alternatives = anyOf ?? oneOf;
  if (alternatives) return alternatives.map(typeText).join(' or ');
  if (items) return `list of ${typeText(items)}`;
  if (typeof additionalProperties === 'object') return `map of ${typeText(additionalProperties)}`;
  if (schema.properties) return `object with ${Object.keys(schema.properties).map(code).join(', ')}`;
  return [type ?? 'any'].flat().join(' or ');
}
