// Whether a network of that size can be, and needs no healing on a quiet day.
import { cellNodesMax, cellsMax } from '../limits.ts';
import type { DayProfile } from '../run-settings.ts';
import type { ScenarioScale } from './scenario.ts';
import { aShare, numberProblem, problemIf, type ScenarioProblem } from './scenario-problem.ts';

/** What makes no sense in one of a scenario's sizes. */
export function scaleProblems(
  { shape, sizes }: ScenarioScale,
  day: DayProfile | null,
  field: 'embedded' | 'full',
): ScenarioProblem[] {
  const whole = (name: keyof typeof shape, min: number, max: number) =>
    numberProblem(`${field}.shape.${name}`, shape[name], { min, max, isWhole: true });
  const { attemptsPerMinuteMax } = sizes;
  return [
    ...whole('nodeCount', 2, cellsMax * cellNodesMax),
    ...whole('cellNodes', 2, cellNodesMax),
    ...whole('slotsPerSupernode', 1, cellNodesMax),
    ...whole('operatorSlots', 0, cellNodesMax),
    ...cellProblems(shape, field),
    ...numberProblem(`${field}.shape.eligibleShare`, shape.eligibleShare, aShare),
    ...numberProblem(`${field}.sizes.headroom`, sizes.headroom, { min: 0, max: 100 }),
    ...numberProblem(`${field}.sizes.promotionsPerStep`, sizes.promotionsPerStep, {
      min: 1,
      max: cellNodesMax,
      isWhole: true,
    }),
    ...(attemptsPerMinuteMax === null
      ? []
      : numberProblem(`${field}.sizes.attemptsPerMinuteMax`, attemptsPerMinuteMax, {
          min: Number.MIN_VALUE,
          max: 1e9,
        })),
    ...sameProblems({ shape, sizes }, field),
    ...slotProblems(shape, day, field),
  ];
}

function cellProblems(shape: ScenarioScale['shape'], field: string): ScenarioProblem[] {
  const { nodeCount, cellNodes, clientsPerSupernode } = shape;
  const cellCount = Math.ceil(nodeCount / cellNodes);
  return [
    ...numberProblem(`${field}.shape.clientsPerSupernode`, clientsPerSupernode, {
      min: 1,
      max: cellNodesMax,
    }),
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

/** What is told twice: once for who is there, once for who comes. */
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
