// A storm on a deployed stack that is shown in browsers while it goes on. What is seen of it from
// outside is who is signed in, of those who want to be; all else is not measured.
import type { RunSettings } from '#domain/run-settings.ts';
import type { DeployedStorm, StormObservation } from '#runner/deployed/deployed-storm.ts';
import type { SeenMeters } from '#runner/deployed/meter-stack.ts';
import type { StormOrder } from '#runner/deployed/storm-order.ts';
import { stormRows } from '../storm/format-deployed-storm.ts';
import type { LivePageServer } from './live-run.ts';
import { stormOf } from './live-run.ts';

/** The viewers of a storm. */
export interface LiveStorm {
  seeding(settings: RunSettings): void;
  observed(observation: StormObservation): void;
  /** Tells what came of it, and waits until viewers have it. */
  end(storm: DeployedStorm, seen: SeenMeters): Promise<void>;
  close(): Promise<void>;
}

/** Shows a storm to a server's viewers. @param place the stack, in words */
export function liveStorm(
  server: LivePageServer,
  { scenario, policy, seed, nodes }: StormOrder,
  place: string,
): LiveStorm {
  const { id } = policy;
  return {
    seeding: ({ shiftMs, cells }) =>
      server.tell({
        kind: 'begin',
        ...stormOf(scenario, shiftMs),
        place,
        seed,
        nodes,
        policies: [id],
        scale: 'embedded',
        cellCount: cells.length,
        sizes: scenario.embedded,
        isDeployed: true,
        isSampled: true,
        command: null,
      }),
    observed: ({ point }) => {
      const { atMs, onlineCount, wantedCount } = point;
      const waitingCount = Math.max(0, wantedCount - onlineCount);
      const samples = [{ atMs, onlineCount, wantedCount, waitingCount }];
      server.tell({ kind: 'progress', policy: id, fraction: null, atMs, samples });
    },
    end: (storm, seen) => {
      const { verdict, expected } = storm;
      const rows = stormRows(storm, seen);
      server.tell({ kind: 'outcome', policy: id, verdict, expected, rows });
      return server.end('The storm is over.');
    },
    close: server.close,
  };
}

/** Where nobody looks. */
export const nobodySees: LiveStorm = {
  seeding: () => {},
  observed: () => {},
  end: async () => {},
  close: async () => {},
};
