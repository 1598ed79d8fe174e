/** The stems of "convert" and "conversion" in each language of the package, and the word for a won opportunity. */
export const CONVERSION_WORDS = [
  { language: 'en_US', locale: 'en-US', conversion: /convert|conversion/i, won: 'Won', reached: 'Goal reached' },
  { language: 'de', locale: 'de-DE', conversion: /konver[ts]/i, won: 'Gewonnen', reached: 'Ziel erreicht' },
  { language: 'es', locale: 'es-ES', conversion: /conver[st]|convirt/i, won: 'Ganados', reached: 'Objetivo alcanzado' },
  { language: 'fr', locale: 'fr-FR', conversion: /conver[st]/i, won: 'Gagnés', reached: 'Objectif atteint' },
  { language: 'ja', locale: 'ja-JP', conversion: /コンバージョン|取引開始/, won: '成立', reached: '目標達成' },
  { language: 'pt_BR', locale: 'pt-BR', conversion: /conver[st]/i, won: 'Ganhos', reached: 'Meta atingida' },
] as const;
