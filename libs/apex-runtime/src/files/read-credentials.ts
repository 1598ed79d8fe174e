import type { Credentials } from '../callouts/named-credentials.ts';
import { filesOf } from './files-of.ts';
import { isTrue, list, nameOf, readXml } from './read-package.ts';

/** The credentials of packages in source format. @param roots the folders with `namedCredentials`, `permissionsets`… */
export function readCredentials(roots: string[]): Credentials {
  const paths = roots.flatMap((root) => filesOf(root).map((path) => ({ root, path })));
  const withSuffix = (suffix: string) =>
    paths
      .filter(({ path }) => path.endsWith(suffix))
      .map(({ root, path }) => ({ name: nameOf(path, suffix), source: readXml(root, path) }));
  return {
    named: withSuffix('.namedCredential-meta.xml').map(({ name, source }) => {
      const parameters = list(source['namedCredentialParameters']);
      const external = parameters.find((parameter) => parameter['parameterType'] === 'Authentication');
      return { name, externalCredential: String(external?.['externalCredential'] ?? '') };
    }),
    external: withSuffix('.externalCredential-meta.xml').map(({ name, source }) => ({
      name,
      principals: list(source['externalCredentialParameters'])
        .filter((parameter) => parameter['parameterType'] === 'NamedPrincipal')
        .map((parameter) => ({
          name: String(parameter['parameterName']),
          sequence: Number(parameter['sequenceNumber'] ?? 0),
        })),
    })),
    access: Object.fromEntries(
      withSuffix('.permissionset-meta.xml').map(({ name, source }) => [
        name,
        list(source['externalCredentialPrincipalAccesses'])
          .filter((access) => isTrue(access['enabled']))
          .map((access) => String(access['externalCredentialPrincipal'])),
      ]),
    ),
  };
}
