import type { CommandHandlers } from '#cli/options.ts';

const idle = async () => {};

/** Every command of the command line, where only its words matter: none of them does anything. */
export const idleHandlers: CommandHandlers = {
  run: idle,
  deploy: idle,
  storm: idle,
  stop: idle,
  forget: idle,
  redrive: idle,
  check: idle,
  destroy: idle,
  doctor: idle,
  local: idle,
  lab: idle,
  swarm: idle,
  sweep: idle,
  sweepStation: idle,
  cost: idle,
  effects: idle,
  compare: idle,
  explainBill: idle,
  replay: idle,
  verify: idle,
  validate: idle,
  station: idle,
  months: idle,
  policy: idle,
  challenge: idle,
  scenario: idle,
  init: idle,
  lesson: idle,
  consumer: idle,
  prices: idle,
  reconcile: idle,
};
