import type { ModelEntry, PublicationStop } from '@leadlight/workflows';

/**
 * Whether a new model became active, and the reasons against it.
 * @param activation how somebody makes it active without another training
 */
export const publicationLines = (
  { version, id, learner }: ModelEntry,
  published: boolean,
  stops: readonly PublicationStop[],
  { isChallenger = false, activation = `"leadlight models activate ${id}"` } = {},
): string[] => [
  published
    ? `Model v${version} (${id}, ${learner}) is active.`
    : `Model v${version} (${id}, ${learner}) is stored, but the active model stays:`,
  ...stops.map(({ english }) => `  ${english}`),
  ...(isChallenger
    ? ['It scores every lead in shadow mode and is promoted if it proves better: "leadlight challenger status".']
    : []),
  ...(published ? [] : [`Correct the cause and train again, or publish it anyway: --publish, or ${activation}.`]),
];
