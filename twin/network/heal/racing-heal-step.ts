// Two deliveries of one heal step side by side. A step takes some fifty milliseconds from reading
// its cell to recording that it is done; a copy that reads the cell meanwhile takes it, too.
import type { Cell, TakenStep } from '../cell.ts';

/** The step, if it was still being taken when a copy of it read the cell. */
export function stepUnderWay(
  { takenStep }: Pick<Cell, 'takenStep'>,
  step: number,
  readAtMs: number,
): TakenStep | null {
  return takenStep?.step === step && readAtMs < takenStep.recordedAtMs ? takenStep : null;
}
