// What people wait for, as commands that run in a checkout of any commit.

/** One command whose time is compared between two checkouts. */
export interface SpeedWork {
  readonly name: string;
  /** What is done, in words. */
  readonly does: string;
  /** For the shell, in the root of a checkout that is installed. */
  readonly command: string;
  /** The least ratio of the time before to the time now that is asked for. */
  readonly speedUpTarget: number;
}

const outage = 'bench/twin-network.ts --policies legacy-2007 --hours 72';

/** Every comparison, the quickest first. */
export const speedWorks: readonly SpeedWork[] = [
  {
    name: 'main-job',
    does: 'npm start: August 2007 under both policies on the local cloud',
    command: 'npm start --silent',
    speedUpTarget: 3,
  },
  {
    name: 'outage-1e5',
    does: 'legacy-2007 on the twin, 100,000 nodes, 72 hours',
    command: `npx node ${outage} --sizes 1e5`,
    speedUpTarget: 4,
  },
  {
    name: 'outage-1e6',
    does: 'legacy-2007 on the twin, 1,000,000 nodes, 72 hours',
    command: `npx node ${outage} --sizes 1e6`,
    speedUpTarget: 4,
  },
  {
    name: 'tests',
    does: 'npm test: types, lint, unit and infra tests',
    command: 'npm test --silent',
    speedUpTarget: 3,
  },
];
