// When PCs are on: a curve nobody published for 2007, drawn through the few figures that there are.
import type { DayProfile } from '#domain/run-settings.ts';
import type { Ledger } from './ledger.ts';

/**
 * A working day of PCs that are no supernodes: most are on through the hours of work and of the
 * evening, some through the night. Clients vary by over 40 % within a day (facts 1.17), which is
 * met by what all zones add up to.
 */
export function usualDay({ guess }: Ledger): DayProfile {
  const nightShare = guess('PCs on at 03:00', 0.2, 'of ordinary ones', 'facts 2.11: not found');
  const workShare = guess('PCs on in working hours', 0.9, 'of ordinary ones', 'facts 1.16, 1.17');
  const eveningShare = guess('PCs on in the evening', 0.8, 'of ordinary ones', 'facts 1.16, 1.17');
  const between = (nightShare + workShare) / 2;
  return {
    workdayShares: [
      between,
      nightShare,
      nightShare,
      nightShare,
      nightShare,
      nightShare,
      nightShare,
      between,
      workShare,
      workShare,
      workShare,
      workShare,
      workShare,
      workShare,
      workShare,
      workShare,
      workShare,
      workShare,
      eveningShare,
      eveningShare,
      eveningShare,
      eveningShare,
      eveningShare,
      between,
    ],
    weekendFactor: guess('PCs on at the weekend', 0.8, 'of a working day', 'facts 1.16'),
  };
}
