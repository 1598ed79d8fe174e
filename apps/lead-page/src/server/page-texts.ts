import type { PageTextKey } from '../page-text-key.ts';
import { labelsFor } from './labels.ts';

/** The texts of the page around the components. The components have custom labels. */
const pageTexts: Readonly<Record<string, Readonly<Record<PageTextKey, string>>>> = {
  en: {
    leadsSection: 'Leads',
    adminSection: 'Lead Scoring',
    leads: 'Leads by score',
    search: 'Search name or company',
    more: 'Show more',
    none: 'No lead matches.',
    noScore: 'Not scored yet',
    choose: 'Choose a lead',
    chooseMore: 'The list shows open leads, those most likely to convert first.',
    details: 'Details',
    back: 'All leads',
    fault: 'The org does not respond. Please try again.',
    score: 'Score',
    loading: 'Loading …',
    language: 'Language',
  },
  de: {
    leadsSection: 'Leads',
    adminSection: 'Lead-Bewertung',
    leads: 'Leads nach Score',
    search: 'Name oder Firma suchen',
    more: 'Mehr zeigen',
    none: 'Kein Lead passt dazu.',
    noScore: 'Noch nicht bewertet',
    choose: 'Wählen Sie einen Lead',
    chooseMore: 'Die Liste zeigt offene Leads, die aussichtsreichsten zuerst.',
    details: 'Details',
    back: 'Alle Leads',
    fault: 'Die Organisation antwortet nicht. Bitte versuchen Sie es noch einmal.',
    score: 'Score',
    loading: 'Wird geladen …',
    language: 'Sprache',
  },
  es: {
    leadsSection: 'Leads',
    adminSection: 'Puntuación de leads',
    leads: 'Leads por puntuación',
    search: 'Buscar nombre o empresa',
    more: 'Mostrar más',
    none: 'Ningún lead coincide.',
    noScore: 'Aún sin puntuación',
    choose: 'Elija un lead',
    chooseMore: 'La lista muestra los leads abiertos, primero los más prometedores.',
    details: 'Detalles',
    back: 'Todos los leads',
    fault: 'La organización no responde. Inténtelo de nuevo.',
    score: 'Puntuación',
    loading: 'Cargando …',
    language: 'Idioma',
  },
  fr: {
    leadsSection: 'Leads',
    adminSection: 'Scoring des leads',
    leads: 'Leads par score',
    search: 'Rechercher un nom ou une société',
    more: 'Afficher la suite',
    none: 'Aucun lead ne correspond.',
    noScore: 'Pas encore évalué',
    choose: 'Choisissez un lead',
    chooseMore: 'La liste présente les leads ouverts, les plus prometteurs en premier.',
    details: 'Détails',
    back: 'Tous les leads',
    fault: 'L’organisation ne répond pas. Veuillez réessayer.',
    score: 'Score',
    loading: 'Chargement …',
    language: 'Langue',
  },
  ja: {
    leadsSection: 'リード',
    adminSection: 'リードスコアリング',
    leads: 'スコア順のリード',
    search: '名前または会社を検索',
    more: 'さらに表示',
    none: '該当するリードはありません。',
    noScore: '未評価',
    choose: 'リードを選択してください',
    chooseMore: '未取引開始のリードを、有望な順に表示しています。',
    details: '詳細',
    back: 'すべてのリード',
    fault: '組織が応答しません。もう一度お試しください。',
    score: 'スコア',
    loading: '読み込み中 …',
    language: '言語',
  },
  pt: {
    leadsSection: 'Leads',
    adminSection: 'Pontuação de leads',
    leads: 'Leads por pontuação',
    search: 'Pesquisar nome ou empresa',
    more: 'Mostrar mais',
    none: 'Nenhum lead corresponde.',
    noScore: 'Ainda sem pontuação',
    choose: 'Escolha um lead',
    chooseMore: 'A lista mostra os leads abertos, os mais promissores primeiro.',
    details: 'Detalhes',
    back: 'Todos os leads',
    fault: 'A organização não responde. Tente novamente.',
    score: 'Pontuação',
    loading: 'Carregando …',
    language: 'Idioma',
  },
};

/** The languages of the page, each by its own name. */
const LANGUAGES = [
  { tag: 'en-US', name: 'English' },
  { tag: 'de-DE', name: 'Deutsch' },
  { tag: 'es-ES', name: 'Español' },
  { tag: 'fr-FR', name: 'Français' },
  { tag: 'ja-JP', name: '日本語' },
  { tag: 'pt-BR', name: 'Português (Brasil)' },
];

/** A script with the locale, the time zone and the texts of the page. */
export function pageTextsScript(locale: string): string {
  const page = pageTexts[locale.split('-')[0]!] ?? pageTexts.en;
  const texts = JSON.stringify({ locale, languages: LANGUAGES, labels: labelsFor(locale), page });
  const timeZone = 'Intl.DateTimeFormat().resolvedOptions().timeZone';
  return `globalThis.leadlight = { timeZone: ${timeZone}, ...${texts} };\ndocument.documentElement.lang = ${JSON.stringify(locale)};\n`;
}

/** The first language of an Accept-Language header, as a tag that Intl knows; otherwise en-US. */
export function preferredLanguage(acceptLanguage: string | undefined): string {
  const tag = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*/.exec(acceptLanguage?.trim() ?? '')?.[0];
  try {
    return tag === undefined ? 'en-US' : Intl.getCanonicalLocales(tag)[0]!;
  } catch {
    return 'en-US';
  }
}
