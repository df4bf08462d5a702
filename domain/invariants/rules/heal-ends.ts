import type { HealStepDue } from '../../events.ts';
import type { CellId } from '../../network.ts';
import type { HistoryEntry, RecordChange } from '../history.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';

/** How long nothing has happened in a cell, and how often heal was sent on nevertheless. */
interface Quiet {
  readonly sinceMs: number;
  readonly healCount: number;
}

/** Heal may send itself on this often, and for this many paces, after the last thing happened. */
const healsMax = 3;

export const healEnds: Invariant = {
  id: 'heal-ends',
  sentence: 'Heal ends once everybody is signed in.',
  decidedBy:
    'in a cell where everybody is signed in and nothing has happened for three heal paces, heal ' +
    'is not sent on',
  monitor({ timings }) {
    const findings = openFindings();
    const quiet = new Map<CellId, Quiet>();
    return {
      findings,
      note(entry, seen) {
        if (seen.phase !== 'served') return;
        const { atMs } = entry;
        for (const cell of troubledCells(entry)) quiet.set(cell, { sinceMs: atMs, healCount: 0 });
        const event = sentHeal(entry);
        if (event === null) return;
        const now = afterHeal(quiet.get(event.cell), isWell(event.cell, atMs, seen), atMs);
        quiet.set(event.cell, now);
        const quietMs = atMs - now.sinceMs;
        if (quietMs <= healsMax * timings.healPaceMs || now.healCount <= healsMax) return;
        const words = `heal goes on with step ${event.step}, although everybody is signed in`;
        findings.violated(event.cell, words, atMs, seen.number);
      },
    };
  },
};

function sentHeal(entry: HistoryEntry): HealStepDue | null {
  const event = entry.kind === 'message' && entry.step === 'sent' ? entry.event : null;
  return event?.type === 'HealStepDue' ? event : null;
}

function isWell(cell: CellId, nowMs: number, { network }: Seen): boolean {
  return network.signedInCountIn(cell, nowMs) >= (network.cells.get(cell)?.population ?? 0);
}

function afterHeal(quiet: Quiet | undefined, cellIsWell: boolean, atMs: number): Quiet {
  if (quiet === undefined || !cellIsWell) return { sinceMs: atMs, healCount: 0 };
  return { ...quiet, healCount: quiet.healCount + 1 };
}

function troubledCells(entry: HistoryEntry): CellId[] {
  return entry.kind === 'commit' ? entry.changes.flatMap(troubledCell) : [];
}

/** Anything but a renewed lease, a heal step's own number and its gate. */
function troubledCell(change: RecordChange): CellId[] {
  const { before, after } = change;
  const cell = (after ?? before)?.cell;
  if (cell === undefined) return [];
  if (before === null || after === null) return [cell];
  if (change.of === 'node') return [cell];
  if (change.of === 'cell') {
    const [was, is] = [change.before, change.after];
    const isSame = was?.population === is?.population && was?.newsCount === is?.newsCount;
    return isSame ? [] : [cell];
  }
  const [was, is] = [change.before, change.after];
  const isSame =
    was?.used === is?.used && was?.epoch === is?.epoch && was?.nodeEpoch === is?.nodeEpoch;
  return isSame ? [] : [cell];
}
