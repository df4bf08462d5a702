// The author's code in a worker: where its errors were thrown, and a limit to its loops.
import type { OwnCode } from '#runner/own-code.ts';
import { lineGiving } from '#runner/own-code.ts';
import { authorsColumn } from './checked-text.ts';
import type { OwnCodeRuns, TextPlace } from './own-messages.ts';
import { ownPolicyName } from './policy-text.ts';

/** A decision takes microseconds, also on a busy machine. */
export const loopLimitMs = 3_000;

/** The page wants to hear this often that the code still gives answers. */
const aliveEveryMs = 1_000;

/** A clock costs more than a turn of a loop. */
const turnsBetweenLooks = 1_024;

/** The author's code, and what its loops call. */
export interface WatchedCode {
  readonly own: OwnCode;
  /** Is called at each turn of each loop. @throws {Error} once a loop has run for too long */
  readonly onTurn: () => void;
  /** Says that the code is not called for a while. */
  rest(): void;
}

/** @param say hears about once a second that the code is called, and when it is not */
export function watchedCode(
  place: TextPlace,
  nowMs: () => number,
  say: (report: OwnCodeRuns) => void,
): WatchedCode {
  let [enteredAtMs, saidAtMs, turns] = [0, Number.NEGATIVE_INFINITY, 0];
  return {
    own: {
      name: ownPolicyName,
      placeOf: (error) => placeOf(place, error),
      lineNaming: (decision) => {
        const line = lineGiving(place.text, decision);
        return line > 0 ? `${ownPolicyName}:${line}` : undefined;
      },
      enter: () => {
        enteredAtMs = nowMs();
        turns = 0;
        if (enteredAtMs - saidAtMs < aliveEveryMs) return;
        saidAtMs = enteredAtMs;
        say({ kind: 'own-code', isRunning: true });
      },
      leave: () => {},
    },
    rest: () => {
      // The next call is said at once.
      saidAtMs = Number.NEGATIVE_INFINITY;
      say({ kind: 'own-code', isRunning: false });
    },
    onTurn: () => {
      turns += 1;
      if (turns % turnsBetweenLooks !== 0 || nowMs() - enteredAtMs < loopLimitMs) return;
      throw new Error(`a loop that has not ended for ${loopLimitMs / 1_000} s`);
    },
  };
}

/** The first line of a stack that is in the author's text. */
function placeOf({ text, firstLine, insertions }: TextPlace, error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const lastLine = firstLine + text.split('\n').length - 1;
  for (const [, lineText, columnText] of (error.stack ?? '').matchAll(/:(\d+):(\d+)\)?$/gm)) {
    const line = Number(lineText);
    if (line < firstLine || line > lastLine) continue;
    const own = line - firstLine + 1;
    return `${ownPolicyName}:${own}:${authorsColumn(insertions, own, Number(columnText))}`;
  }
  return undefined;
}
