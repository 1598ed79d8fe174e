// Apex methods of the scoring settings. No top-level import here: the file has to stay ambient.
declare module '@salesforce/apex/ScoringSettingsController.readSettings' {
  /** As Apex hands it over: `state` is the contract's `ScoringSettingsState` as JSON text. */
  export interface SettingsAnswer {
    readonly revision: number;
    readonly state: string;
  }
  export default function readSettings(): Promise<SettingsAnswer>;
}

declare module '@salesforce/apex/ScoringSettingsController.changeSettings' {
  /** `change` is the contract's `ChangeScoringSettingsRequest` as JSON text. */
  export default function changeSettings(parameters: {
    change: string;
  }): Promise<import('@salesforce/apex/ScoringSettingsController.readSettings').SettingsAnswer>;
}

declare module '@salesforce/apex/ScoringSettingsController.undoSettings' {
  export default function undoSettings(): Promise<
    import('@salesforce/apex/ScoringSettingsController.readSettings').SettingsAnswer
  >;
}
