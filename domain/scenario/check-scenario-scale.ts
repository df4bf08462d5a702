// Whether a network of that size can be, and needs no healing on a quiet day.
import { cellsMax } from '../limits.ts';
import type { DayProfile } from '../run-settings.ts';
import type { ScenarioScale } from './scenario.ts';
import { numberProblems, problemIf, type ScenarioProblem } from './scenario-problem.ts';
import { shapeRanges, sizeRanges } from './scenario-ranges.ts';

/** What makes no sense in one of a scenario's sizes. */
export function scaleProblems(
  { shape, sizes }: ScenarioScale,
  day: DayProfile | null,
  field: 'embedded' | 'full',
): ScenarioProblem[] {
  const { attemptsPerMinuteMax } = sizes;
  // Null: a supernode never protects itself.
  const isUnlimited = attemptsPerMinuteMax === null;
  const limited = { ...sizes, attemptsPerMinuteMax: isUnlimited ? 1 : attemptsPerMinuteMax };
  return [
    ...numberProblems(`${field}.shape`, shape, shapeRanges),
    ...cellProblems(shape, field),
    ...numberProblems(`${field}.sizes`, limited, sizeRanges),
    ...sameProblems({ shape, sizes }, field),
    ...slotProblems(shape, day, field),
  ];
}

function cellProblems(shape: ScenarioScale['shape'], field: string): ScenarioProblem[] {
  const { nodeCount, cellNodes, clientsPerSupernode } = shape;
  const cellCount = Math.ceil(nodeCount / cellNodes);
  return [
    ...problemIf(
      cellNodes < clientsPerSupernode + 1,
      `${field}.shape.clientsPerSupernode`,
      `a cell of ${cellNodes} nodes has no supernode if one stands for ${clientsPerSupernode}`,
    ),
    ...problemIf(
      cellCount > cellsMax,
      `${field}.shape.nodeCount`,
      `${nodeCount} nodes need ${cellCount} cells; a run has at most ${cellsMax}`,
    ),
  ];
}

/** What is stated twice: once for who is there, once for who comes. */
function sameProblems({ shape, sizes }: ScenarioScale, field: string): ScenarioProblem[] {
  return (['slotsPerSupernode', 'eligibleShare'] as const).flatMap((name) =>
    problemIf(
      !Object.is(shape[name], sizes[name]),
      `${field}.sizes.${name}`,
      `expected what ${field}.shape.${name} says, ${shape[name]}, got ${sizes[name]}`,
    ),
  );
}

/**
 * At the busiest hour every client needs a slot. Those who could carry others are always on.
 */
function slotProblems(
  shape: ScenarioScale['shape'],
  day: DayProfile | null,
  field: string,
): ScenarioProblem[] {
  const { clientsPerSupernode, slotsPerSupernode, eligibleShare } = shape;
  const busiest = day === null ? 1 : Math.max(...day.workdayShares);
  const clients = clientsPerSupernode * (eligibleShare + (1 - eligibleShare) * busiest);
  return problemIf(
    slotsPerSupernode < clients,
    `${field}.shape.slotsPerSupernode`,
    `${slotsPerSupernode} slots are fewer than the ${clients.toFixed(1)} clients of a busy hour`,
  );
}
