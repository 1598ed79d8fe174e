import { textTableOf } from '@leadlight/lead-table';
import {
  TrainingReport,
  translatedMessageCodes,
  untranslatedMessageCodes,
  type MessageCode,
} from '@leadlight/contract';
import type { LeakageCode, TrainingPlanCode } from '@leadlight/evaluation';
import type { HistoryStartCode, LeftOutCode } from '@leadlight/lead-features';
import type { OutsideCode } from '@leadlight/propensity';
import { reportJson, type VerdictCode } from '@leadlight/report';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { trainOnTable } from '../training/train-on-table.ts';
import type { ServiceEventCode } from '../notifications/service-events.ts';
import type { FieldLossCode } from '../field-health/field-loss.ts';
import type { MonitorMessageCode } from '../training/monitoring/event-messages.ts';
import type { PublicationStopCode } from '../training/publication-gate.ts';
import type { FieldUseCode } from './scoring-settings/field-uses.ts';

describe('messageCodes', () => {
  it('lists the codes that a report or a field use can contain, and no others', () => {
    expectTypeOf<
      | LeakageCode
      | OutsideCode
      | TrainingPlanCode
      | VerdictCode
      | FieldUseCode
      | LeftOutCode
      | HistoryStartCode
      | PublicationStopCode
      | FieldLossCode
      | MonitorMessageCode
      | ServiceEventCode
    >().toEqualTypeOf<MessageCode>();
  });

  it('contains the codes of a report that goes over the wire', () => {
    const rows = Array.from({ length: 400 }, (_, row) => {
      const won = row % 4 === 0;
      const created = `2025-${String(1 + Math.floor(row / 34)).padStart(2, '0')}-01`;
      return [created, String(row % 9), won ? 'signed' : '', won ? 'yes' : 'no'];
    });
    const header = ['created', 'visits', 'contract', 'won'];
    const outcome = { kind: 'label', column: 'won', positive: ['yes'] } as const;
    const table = { title: 't', table: textTableOf(header, rows), outcome, createdColumn: 'created' };
    const settings = { learner: 'forest', seed: 1, threshold: 0.5, holdout: 0.2 } as const;
    const { report } = trainOnTable(table, settings, Date.UTC(2026, 0, 1), noProgress);
    const { verdict, leakage } = TrainingReport.parse(JSON.parse(reportJson(report)));
    const messages = [...verdict!.reasons, ...leakage!.findings.flatMap(({ evidence }) => evidence)];
    const known: readonly string[] = [...translatedMessageCodes, ...untranslatedMessageCodes];
    expect(messages.map(({ code }) => code)).toContain('alone_excluded');
    expect(messages.filter(({ code }) => !known.includes(code))).toEqual([]);
  });
});
