// Apex methods of the scoring settings. A top-level import would end ambient declarations.
declare module '@salesforce/apex/ScoringSettingsController.readSettings' {
  /** As Apex returns it: `state` is the contract's `ScoringSettingsState` as JSON text. */
  export interface SettingsResponse {
    readonly revision: number;
    readonly state: string;
  }
  export default function readSettings(): Promise<SettingsResponse>;
}

declare module '@salesforce/apex/ScoringSettingsController.changeSettings' {
  /** `change` is the contract's `ChangeScoringSettingsRequest` as JSON text. */
  export default function changeSettings(parameters: {
    change: string;
  }): Promise<import('@salesforce/apex/ScoringSettingsController.readSettings').SettingsResponse>;
}

declare module '@salesforce/apex/ScoringSettingsController.undoSettings' {
  export default function undoSettings(): Promise<
    import('@salesforce/apex/ScoringSettingsController.readSettings').SettingsResponse
  >;
}
