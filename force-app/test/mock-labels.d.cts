export function mockLabels(language: string): void;
