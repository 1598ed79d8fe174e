import type { ShadowModel, ShadowModelStore } from '../ports/index.ts';

/** Shadow models in memory, the newest last. */
export function inMemoryShadows() {
  const shadows: ShadowModel[] = [];
  const isOpen = ({ endedAt }: ShadowModel) => endedAt === null;
  const end = (at: number, change: Partial<ShadowModel>) => (shadows[at] = { ...shadows[at]!, ...change });
  const shadowModels: ShadowModelStore = {
    async start(_, { modelId, role, besideModelId, startedAt, startedBy }) {
      const former = shadows.findIndex((each) => isOpen(each) && each.role === role);
      if (former >= 0) end(former, { endedAt: startedAt, endedAs: 'replaced' });
      const unended = { endedAt: null, endedAs: null, evidence: null, failure: null };
      shadows.push({ modelId, role, besideModelId, startedAt, startedBy, ...unended });
    },
    async end(_, { modelId, role }, { endedAt, endedAs, evidence = null }) {
      const at = shadows.findIndex((each) => isOpen(each) && each.role === role && each.modelId === modelId);
      if (at >= 0) end(at, { endedAt, endedAs, evidence });
      return at >= 0;
    },
    async noteEvidence(_, { modelId, role }, evidence) {
      const at = shadows.findIndex((each) => isOpen(each) && each.role === role && each.modelId === modelId);
      if (at >= 0) end(at, { evidence });
    },
    listOpen: async () => shadows.filter(isOpen),
    list: async (_, limit) => shadows.toReversed().slice(0, limit),
    async noteFailure(_, modelId, failure) {
      const at = shadows.findIndex((each) => isOpen(each) && each.modelId === modelId);
      if (at >= 0) end(at, { failure });
    },
  };
  return { shadows, shadowModels };
}
