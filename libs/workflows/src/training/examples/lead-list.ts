import { hashedUniform } from '@leadlight/evaluation';
import { DuplicateIndex, type GroupKeys, type Instant, type KeyedLead } from '@leadlight/lead-features';
import { GrowingArray } from './growing-array.ts';
import { TextList } from './text-list.ts';

/** A lead with snapshots. */
export interface SnapshotLead {
  readonly createdAt: Instant;
  /** When it, or a copy of it, reached the goal. */
  readonly goalReachedAt: Instant | null;
  /** True if an earlier lead of the same person is used instead. */
  readonly isCopy: boolean;
}

/** Leads by their number, and what is known once all are there. */
export interface SnapshotLeads extends Iterable<SnapshotLead> {
  readonly length: number;
  at(lead: number): SnapshotLead;
  idOf(lead: number): string;
  keysOf(lead: number): GroupKeys;
}

/** Leads in arrays of bytes: some 120 bytes each, because an org may have millions. */
export class LeadList {
  /** As JSON: id, address, company. */
  readonly #texts = new TextList();
  readonly #createdAt = new GrowingArray(Float64Array);
  /** NaN = never. */
  readonly #reachedAt = new GrowingArray(Float64Array);

  get length(): number {
    return this.#createdAt.length;
  }

  push({ leadId, email, company, createdAt, goalReachedAt }: KeyedLead): void {
    this.#texts.push(JSON.stringify([leadId, email, company]));
    this.#createdAt.push(createdAt);
    this.#reachedAt.push(goalReachedAt ?? Number.NaN);
  }

  at(lead: number): KeyedLead {
    const [leadId, email, company] = JSON.parse(this.#texts.at(lead)) as [string, string | null, string | null];
    return {
      leadId,
      createdAt: this.#createdAt.at(lead),
      goalReachedAt: timeOf(this.#reachedAt.at(lead)),
      email,
      company,
    };
  }

  toArray(): KeyedLead[] {
    return Array.from({ length: this.length }, (_, lead) => this.at(lead));
  }

  /** The leads with the outcomes of their copies. Call it after all leads are added. */
  withoutCopies(): SnapshotLeads {
    const createdAt = this.#createdAt;
    const reachedAt = this.#reachedAt.toArray();
    const isCopy = new Uint8Array(this.length);
    for (const [lead, resolved] of this.#resolved()) {
      if (resolved) reachedAt[lead] = resolved.goalReachedAt ?? Number.NaN;
      else isCopy[lead] = 1;
    }
    const at = (lead: number): SnapshotLead => ({
      createdAt: createdAt.at(lead),
      goalReachedAt: timeOf(reachedAt[lead]!),
      isCopy: isCopy[lead] === 1,
    });
    return {
      ...{ length: this.length, at },
      idOf: (lead) => this.at(lead).leadId,
      keysOf: (lead) => this.at(lead),
      *[Symbol.iterator]() {
        for (let lead = 0; lead < isCopy.length; lead += 1) yield at(lead);
      },
    };
  }

  /** Leads that may share an address, as `DuplicateIndex` resolves them. */
  *#resolved(): Generator<readonly [number, KeyedLead | undefined]> {
    for (const leads of this.#withSameHash()) {
      const keyed = leads.map((lead) => this.at(lead));
      const index = new DuplicateIndex();
      for (const lead of keyed) index.add(lead);
      for (const [i, lead] of keyed.entries()) yield [leads[i]!, index.resolve(lead)];
    }
  }

  /** Numbers of leads whose addresses have the same hash, at least two, ascending. */
  *#withSameHash(): Generator<readonly number[]> {
    // The hash before the lead's number, so that sorting numbers groups the leads.
    const sorted = new Float64Array(this.length);
    for (let lead = 0; lead < sorted.length; lead += 1) {
      const { email } = this.at(lead);
      sorted[lead] =
        email === null ? Number.NaN : Math.floor(hashedUniform('email', email) * HASHES) * MAX_LEADS + lead;
    }
    sorted.sort();
    let group: number[] = [];
    let hash = -1;
    for (const value of sorted) {
      // The last ones, without an address.
      if (Number.isNaN(value)) break;
      const own = Math.floor(value / MAX_LEADS);
      if (own !== hash) {
        if (group.length > 1) yield group;
        [group, hash] = [[], own];
      }
      group.push(value - own * MAX_LEADS);
    }
    if (group.length > 1) yield group;
  }
}

/** Hash and number fill the 53 bits of an exact number. */
const HASHES = 2 ** 23;
const MAX_LEADS = 2 ** 30;

const timeOf = (value: number): Instant | null => (Number.isNaN(value) ? null : value);
