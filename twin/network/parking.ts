// Clients that cannot be placed for now, and whose attempts until then change nothing but counts.
import type { RetryReason } from '#domain/retry-login.ts';
import type { Cell } from './cell.ts';
import type { Login, LoginGroup } from './login-batch.ts';

/** Who keeps the clients that wait in vain. */
export interface Parking {
  /** Whether a client is parked now, so that its next request need not be sent. */
  takes(group: LoginGroup, login: Login, reason: RetryReason): boolean;
  /** A parked client restarted, left or was promoted: its request is void. */
  forget(cell: Cell, node: number): void;
  /** Slots came free in a cell. */
  slotsCame(cell: Cell): void;
}

/** Parks nobody: every attempt is executed. */
export const noParking: Parking = {
  takes: () => false,
  forget: () => {},
  slotsCame: () => {},
};
