import type { ModelCheckEntry, ModelEventEntry } from '../../ports/index.ts';
import type { RecordCheckPorts } from './record-check.ts';

/** Checks and events in memory, as storage keeps them; its contract suite is in `libs/storage/src/model-checks`. */
export function inMemoryChecks() {
  const checks: ModelCheckEntry[] = [];
  const events: ModelEventEntry[] = [];
  const listOpen = () => Promise.resolve(events.filter(({ endedAt }) => endedAt === null));
  const ports: RecordCheckPorts = {
    modelChecks: { append: (_orgId, check) => Promise.resolve(void checks.push(check)) },
    modelEvents: {
      listOpen,
      open: async (_orgId, event) => {
        const isOpen = (await listOpen()).some(({ kind, subject }) => kind === event.kind && subject === event.subject);
        if (!isOpen) events.push(event);
        return !isOpen;
      },
      end: (_orgId, id, endedAt) => {
        const index = events.findIndex((event) => event.id === id);
        events[index] = { ...events[index]!, endedAt };
        return Promise.resolve();
      },
    },
  };
  return { ports, checks, events };
}
