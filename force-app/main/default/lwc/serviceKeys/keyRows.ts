import type { ServiceKeyLine } from '@salesforce/apex/ServiceKeysController.listKeys';
import { fill, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

export interface KeyRow {
  readonly principal: ServiceKeyLine['principal'];
  readonly title: string;
  /** Which key it is, since when and until when, in sentences. */
  readonly details: readonly string[];
  readonly canRenew: boolean;
  /** The confirmation question; empty until the user wants to renew the key. */
  readonly question: string;
}

const TITLES = { Administration: labels.administration, Scoring: labels.scoring } as const;

function detailsOf({ keyId, name, createdAt, expiresAt, used, earlierExpiresAt }: ServiceKeyLine): readonly string[] {
  if (keyId === undefined || createdAt === undefined) return [labels.unknown];
  return [
    fill(labels.created, name ?? keyId, formatInstant(createdAt)),
    expiresAt === undefined ? labels.never : fill(labels.until, formatInstant(expiresAt)),
    ...(used === false ? [labels.unused] : []),
    ...(earlierExpiresAt === undefined ? [] : [fill(labels.earlier, formatInstant(earlierExpiresAt))]),
  ];
}

/** @param selected the principal whose key the user wants to renew */
export const keyRows = (lines: readonly ServiceKeyLine[], selected: string | undefined): readonly KeyRow[] =>
  lines.map((line) => {
    const title = TITLES[line.principal];
    return {
      principal: line.principal,
      title,
      details: detailsOf(line),
      canRenew: line.keyId !== undefined,
      question: line.principal === selected ? fill(labels.confirm, title) : '',
    };
  });
