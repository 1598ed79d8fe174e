import type { LightningElement } from 'lwc';

interface RecordPage {
  readonly attributes: { readonly recordId: string };
}

const NAVIGATE = Symbol('Navigate');

/** Stands for the platform's navigation: a lead's page is `/leads/ID` here. */
export const NavigationMixin = Object.assign(
  (base: typeof LightningElement) =>
    class extends base {
      [NAVIGATE]({ attributes }: RecordPage): void {
        history.pushState(null, '', `/leads/${attributes.recordId}`);
        dispatchEvent(new PopStateEvent('popstate'));
      }
    },
  { Navigate: NAVIGATE } as const,
);
