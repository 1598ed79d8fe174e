import type { LightningElement } from 'lwc';

interface RecordPage {
  readonly attributes: { readonly recordId: string };
}

const NAVIGATE = Symbol('Navigate');

/** Simulates the platform's navigation: the page of a lead is `/leads/ID`. */
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
